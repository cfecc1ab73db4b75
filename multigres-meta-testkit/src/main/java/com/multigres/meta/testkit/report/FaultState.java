package com.multigres.meta.testkit.report;

import java.util.List;

/**
 * An accident and what became of the store.
 *
 * @param fault its name, such as {@code CUT}
 * @param offered whether it could be arranged
 * @param injected how often it happened while clients worked whose history was judged
 * @param survived the tests that passed although it happened
 * @param broken the tests that failed when it happened
 * @param undecided the tests when it happened that could not be judged
 * @param notRun the tests that did not run for want of it
 * @param whyNot why it could not be arranged; empty where it could
 */
public record FaultState(
    String fault,
    boolean offered,
    int injected,
    List<String> survived,
    List<String> broken,
    List<String> undecided,
    List<String> notRun,
    String whyNot) {

  // Copies the lists.
  public FaultState {
    survived = List.copyOf(survived);
    broken = List.copyOf(broken);
    undecided = List.copyOf(undecided);
    notRun = List.copyOf(notRun);
  }
}
