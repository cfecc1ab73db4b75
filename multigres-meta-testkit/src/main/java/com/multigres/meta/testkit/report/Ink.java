package com.multigres.meta.testkit.report;

/** How lines for a terminal are coloured. */
public interface Ink {
  /** What the eye should find first. */
  default String strong(String text) {
    return text;
  }

  /** What is as it should be. */
  default String good(String text) {
    return text;
  }

  /** What is wrong. */
  default String bad(String text) {
    return text;
  }

  /** What is there for completeness. */
  default String faint(String text) {
    return text;
  }

  /** No colours. */
  static Ink none() {
    return new Ink() {};
  }
}
