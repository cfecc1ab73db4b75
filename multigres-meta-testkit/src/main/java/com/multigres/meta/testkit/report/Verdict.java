package com.multigres.meta.testkit.report;

import java.util.Locale;

/** What a whole run says of a store. */
public enum Verdict {
  /** Every test that could run passed, and all were asked for. */
  CONFORMS("keeps every rule that was checked"),
  /** The tests that ran passed; others were not asked for, or somebody had switched them off. */
  PARTIAL("keeps every rule that was checked, of a part of the contract"),
  /** A rule is broken. */
  BROKEN("breaks the contract"),
  /** No rule was seen broken, but what clients did in some test could not be judged. */
  UNDECIDED("is not known to keep the contract: what clients did could not all be judged"),
  /** Somebody ended the run. */
  INTERRUPTED("was not tested to the end"),
  /** No test ran to its end, so nothing is known. */
  UNTESTED("was not tested: no test of the contract could run");

  private static final int FAILED = 1;
  private static final int NOT_SHOWN = 4;

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /** What the process ends with that ran it. */
  public int exitStatus() {
    return switch (this) {
      case CONFORMS, PARTIAL -> 0;
      case BROKEN, INTERRUPTED -> FAILED;
      case UNDECIDED, UNTESTED -> NOT_SHOWN;
    };
  }

  /** Whether something was shown, and nothing speaks against the store. */
  public boolean isGood() {
    return this == CONFORMS || this == PARTIAL;
  }

  /** The verdict in words, behind the store's name. */
  public String words() {
    return words;
  }

  /** What programs read. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
