package com.multigres.meta.testkit.workload.verdict;

import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many operations of a history ended how: {@code Put done}, {@code Commit BAD_VERSION}.
 *
 * @param counts how many, by kind and ending
 */
public record Tally(Map<String, Long> counts) {

  // Copies the map.
  public Tally {
    counts = new TreeMap<>(counts);
  }

  /**
   * Counts a history.
   *
   * @param history the history
   * @return its tally
   */
  public static Tally of(History history) {
    Map<String, Long> counts = new TreeMap<>();
    for (Operation operation : history.operations()) {
      String ending = operation.call().getClass().getSimpleName() + " " + word(operation.ending());
      counts.merge(ending, 1L, Long::sum);
    }
    return new Tally(counts);
  }

  private static String word(Ending ending) {
    if (ending instanceof Ending.Failed failed) {
      return failed.code();
    }
    return ending instanceof Ending.Unknown unknown ? unknown.code() + "?" : "done";
  }

  /**
   * How many ended so, whatever they were.
   *
   * @param code an error's code, with a question mark where the outcome is unknown, or {@code done}
   * @return the count
   */
  public long ended(String code) {
    return counts.entrySet().stream()
        .filter(count -> count.getKey().endsWith(" " + code))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
