package com.multigres.meta.testkit.report;

import java.util.Locale;

/** What a whole run says of a store. */
public enum Verdict {
  /** Every test that could run passed, and all were asked for. */
  CONFORMS("keeps every rule that was checked"),
  /** The tests that were asked for passed, and not all were. */
  PARTIAL("keeps every rule that was asked for; not all were"),
  /** A rule is broken. */
  BROKEN("breaks the contract"),
  /** Somebody ended the run. */
  INTERRUPTED("was not tested to the end");

  private final String words;

  Verdict(String words) {
    this.words = words;
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
