package com.multigres.meta.testkit.workload.verdict;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A history that could not be judged: nobody knows whether it keeps the rules. It fails a test, as
 * what is not known is not passed, and yet it says nothing against the store.
 */
public final class UndecidedHistory extends AssertionError {
  private static final long serialVersionUID = 1;

  UndecidedHistory(String why) {
    super(why);
  }

  UndecidedHistory(String why, Throwable first) {
    super(why, first);
  }

  /**
   * Whether this is all that a test failed with: what it threw besides would be a fault of its own.
   */
  public static boolean isAllOf(@Nullable Throwable failure) {
    return failure instanceof UndecidedHistory
        && Arrays.stream(failure.getSuppressed()).allMatch(UndecidedHistory::isAllOf);
  }
}
