package com.multigres.meta.testkit.history;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was found out about a history, without its operations.
 *
 * @param seed what decided what the clients did
 * @param clients how many there were
 * @param processes in how many processes
 * @param operations how many they did
 * @param unknown of how many of these nobody knows what became of them
 * @param took how long judging took
 * @param verdicts the verdict of each theme, by the theme's name
 * @param file where the history was written; empty where nobody has a use for it
 */
public record JudgedHistory(
    long seed,
    int clients,
    int processes,
    int operations,
    int unknown,
    Duration took,
    Map<String, Verdict> verdicts,
    Optional<Path> file) {

  // Copies the map, and keeps its order.
  public JudgedHistory {
    verdicts = Collections.unmodifiableMap(new LinkedHashMap<>(verdicts));
  }
}
