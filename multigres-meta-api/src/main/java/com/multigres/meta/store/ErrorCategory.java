package com.multigres.meta.store;

/** Who has to act on an error. Every error code belongs to exactly one category. */
public enum ErrorCategory {
  /** The call was wrong and will fail again unchanged. */
  CALLER,
  /** Somebody else was there first: read again and decide anew. */
  CONFLICT,
  /** It may pass: trying later can succeed. */
  TRANSIENT,
  /** Neither a repeat nor another call helps: a person must look. */
  FATAL;

  /**
   * Whether the very same call may be repeated without the risk of doing it twice.
   *
   * @param outcome what is known of the failed call
   * @return true for a passing error that certainly left nothing behind
   */
  public boolean retrySafe(Outcome outcome) {
    return this == TRANSIENT && outcome == Outcome.NOT_APPLIED;
  }
}
