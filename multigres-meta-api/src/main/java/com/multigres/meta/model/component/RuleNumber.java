package com.multigres.meta.model.component;

import java.util.Comparator;

/**
 * The number of a decision about who leads a shard; a later decision has a larger one.
 *
 * @param coordinatorTerm the term of the coordinator that decided
 * @param leaderSubterm counts the decisions within the term
 */
public record RuleNumber(long coordinatorTerm, long leaderSubterm)
    implements Comparable<RuleNumber> {
  /** Before every decision. */
  public static final RuleNumber ZERO = new RuleNumber(0, 0);

  private static final Comparator<RuleNumber> BY_TERM =
      Comparator.comparingLong(RuleNumber::coordinatorTerm)
          .thenComparingLong(RuleNumber::leaderSubterm);

  /** Orders by term, then by subterm. */
  @Override
  public int compareTo(RuleNumber other) {
    return BY_TERM.compare(this, other);
  }
}
