package com.multigres.meta.testkit.report;

import java.util.Locale;

/** How one test ended. */
public enum Outcome {
  /** The rule is kept. */
  PASSED("passed", "✓"),
  /** The store lacks the capability, and refuses what needs it, as it must. */
  REFUSED("refused", "⊘"),
  /** The rule is broken. */
  BROKEN("broken", "✗"),
  /** What clients did could not be judged: neither kept nor broken. */
  UNDECIDED("undecided", "?"),
  /** The test needs something that is not there. */
  NOT_RUN("not run", "–");

  private final String word;
  private final String sign;

  Outcome(String word, String sign) {
    this.word = word;
    this.sign = sign;
  }

  /** What people read. */
  public String word() {
    return word;
  }

  /** The same in one character, for who does not tell colours apart. */
  public String sign() {
    return sign;
  }

  /** What programs read. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
