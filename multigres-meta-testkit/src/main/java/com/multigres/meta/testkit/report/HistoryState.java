package com.multigres.meta.testkit.report;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.history.JudgedHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What clients did in a test, and whether it keeps the contract's rules.
 *
 * @param seed what decided what they did
 * @param clients how many there were
 * @param processes in how many processes
 * @param operations how many they did
 * @param unknown of how many of these nobody knows what became of them
 * @param took how long judging took
 * @param parts what was judged
 * @param injected the accidents that happened meanwhile, and how often
 * @param file where it was written; empty where it was not
 */
public record HistoryState(
    long seed,
    int clients,
    int processes,
    int operations,
    int unknown,
    Duration took,
    List<PartState> parts,
    Map<Fault, Integer> injected,
    String file) {

  // Copies what is handed over.
  public HistoryState {
    parts = List.copyOf(parts);
    Map<Fault, Integer> copy = new EnumMap<>(Fault.class);
    copy.putAll(injected);
    injected = Collections.unmodifiableMap(copy);
  }

  /**
   * The state of a history.
   *
   * @param judged what was found out
   * @param injected the accidents that happened meanwhile, and how often
   * @return the state
   */
  public static HistoryState of(JudgedHistory judged, Map<Fault, Integer> injected) {
    return new HistoryState(
        judged.seed(),
        judged.clients(),
        judged.processes(),
        judged.operations(),
        judged.unknown(),
        judged.took(),
        judged.verdicts().entrySet().stream()
            .map(part -> PartState.of(part.getKey(), part.getValue()))
            .toList(),
        injected,
        judged.file().map(Path::toString).orElse(""));
  }

  /** How many accidents happened. */
  public int accidents() {
    return injected.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Who worked, in words. */
  public String who() {
    String many = Words.count(clients, "client");
    return processes == 1 ? many : many + " in " + Words.count(processes, "process", "processes");
  }
}
