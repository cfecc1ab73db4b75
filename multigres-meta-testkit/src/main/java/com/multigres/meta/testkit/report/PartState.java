package com.multigres.meta.testkit.report;

import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Verdict;
import java.util.List;

/**
 * What was judged of one part of a history.
 *
 * @param part which, such as {@code nodes}
 * @param judgement what was found
 * @param rule the rule that is broken; empty where none is
 * @param why what is wrong, or why nobody knows; empty where it passed
 * @param smallest the fewest operations found that show it
 */
public record PartState(
    String part, Judgement judgement, String rule, String why, List<String> smallest) {

  // Copies the list.
  public PartState {
    smallest = List.copyOf(smallest);
  }

  /** What can be found. */
  public enum Judgement {
    /** It keeps every rule that it can show. */
    PASSED("passed", Outcome.PASSED),
    /** It breaks one. */
    VIOLATED("violated", Outcome.BROKEN),
    /** There was not enough time. */
    UNDECIDED("undecided", Outcome.UNDECIDED);

    private final String word;
    private final Outcome shown;

    Judgement(String word, Outcome shown) {
      this.word = word;
      this.shown = shown;
    }

    /** What programs and people read. */
    public String word() {
      return word;
    }

    /** How a page paints it. */
    public Outcome shown() {
      return shown;
    }
  }

  /** The state of a part, from what a checker says of it. */
  public static PartState of(String part, Verdict verdict) {
    if (verdict instanceof Verdict.Violated violated) {
      return new PartState(
          part,
          Judgement.VIOLATED,
          violated.rule(),
          violated.why(),
          violated.smallest().stream().map(Operation::toString).toList());
    }
    return verdict instanceof Verdict.Undecided undecided
        ? new PartState(part, Judgement.UNDECIDED, "", undecided.why(), List.of())
        : new PartState(part, Judgement.PASSED, "", "", List.of());
  }

  /** What the part is about, in words. */
  public String title() {
    return title(part);
  }

  /** An office is the lock of its place, so both are judged together. */
  public static String title(String part) {
    return Words.sentence(part.equals("locks") ? "locksAndElections" : part);
  }
}
