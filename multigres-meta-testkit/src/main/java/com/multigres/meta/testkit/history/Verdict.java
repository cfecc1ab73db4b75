package com.multigres.meta.testkit.history;

import java.util.List;

/** What a checker says of a history. */
public sealed interface Verdict {

  /** The rules that were checked are kept. */
  record Passed() implements Verdict {}

  /**
   * A rule is broken.
   *
   * @param rule the numbers of the contract's rules that are broken, such as {@code T5}
   * @param why what is wrong, in one sentence
   * @param smallest the fewest operations found that show it, in the order in which they began
   */
  record Violated(String rule, String why, List<Operation> smallest) implements Verdict {

    // Copies the list.
    public Violated {
      smallest = List.copyOf(smallest);
    }
  }

  /**
   * It could not be told in the time that was given.
   *
   * @param why what was not finished
   */
  record Undecided(String why) implements Verdict {}
}
