package com.multigres.meta.store;

/** What is known of an operation that ended with an error (rules T11 and C11). */
public enum Outcome {
  /** The operation had no effect and never will have: nobody sees it, now or later. */
  NOT_APPLIED,
  /**
   * The operation may have taken effect, or may still do so. Read before repeating what must not
   * happen twice.
   */
  UNKNOWN
}
