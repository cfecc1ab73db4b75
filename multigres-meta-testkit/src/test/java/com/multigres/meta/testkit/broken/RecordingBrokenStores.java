package com.multigres.meta.testkit.broken;

import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.HistoryRecorder;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.check.HistoryChecker;
import com.multigres.meta.testkit.history.file.HistoryFile;
import com.multigres.meta.testkit.workload.Ledger;
import com.multigres.meta.testkit.workload.Workload;
import com.multigres.meta.testkit.workload.WorkloadPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Records small histories of stores, as few operations as show what is wrong with them, in files
 * whose names tell the verdict.
 *
 * @param folder where they go
 */
public record RecordingBrokenStores(Path folder) {
  private static final int LARGEST = 30 * 1024;
  private static final int SEEDS = 60;

  // With the first seeds two clients do few things, with later ones more do more.
  private static final int FEW = 30;

  /**
   * Records one history.
   *
   * @param name what the store does, in words
   * @param rules of which one must be found broken; empty where all must be passed
   * @param making makes a workload on a new store
   * @return the file; empty where no small history shows it
   */
  public Optional<Path> record(
      String name, Set<String> rules, BiFunction<WorkloadPlan, Ledger, Workload> making)
      throws IOException {
    for (int seed = 1; seed <= SEEDS; seed++) {
      WorkloadPlan plan =
          new WorkloadPlan(
              seed,
              "w",
              seed <= FEW ? 2 : 2 + seed % 3,
              seed <= FEW ? 10 + seed / 2 : 10 + 2 * seed,
              Duration.ofMillis(1_500),
              Duration.ofSeconds(10),
              1);
      HistoryRecorder recorder = new HistoryRecorder();
      try (Workload workload = making.apply(plan, new Ledger(recorder))) {
        workload.work();
        Optional<Path> file = kept(name, rules, recorder.history());
        if (file.isEmpty()) {
          workload.settle();
          file = kept(name, rules, recorder.history());
        }
        if (file.isPresent()) {
          return file;
        }
      }
    }
    return Optional.empty();
  }

  /** Where the whole is too large, what shows the violation, if that shows it by itself. */
  private Optional<Path> kept(String name, Set<String> rules, History history) throws IOException {
    Map<String, Verdict> verdicts = new HistoryChecker().check(history);
    Optional<String> verdict = verdict(rules, verdicts);
    if (verdict.isEmpty()) {
      return Optional.empty();
    }
    Optional<Path> whole = written(verdict.get(), name, history);
    if (whole.isPresent()) {
      return whole;
    }
    for (Verdict one : verdicts.values()) {
      if (one instanceof Verdict.Violated bad && rules.contains(bad.rule())) {
        History smallest = new History(bad.smallest());
        if (verdict(rules, new HistoryChecker().check(smallest)).equals(verdict)) {
          return written(verdict.get(), name, smallest);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Path> written(String verdict, String name, History history) throws IOException {
    String words = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
    Path file = folder.resolve(verdict + "-" + words + ".jsonl");
    HistoryFile.write(file, history);
    if (Files.size(file) > LARGEST) {
      Files.delete(file);
      return Optional.empty();
    }
    return Optional.of(file);
  }

  private static Optional<String> verdict(Set<String> rules, Map<String, Verdict> verdicts) {
    if (rules.isEmpty()) {
      boolean passed = verdicts.values().stream().allMatch(Verdict.Passed.class::isInstance);
      boolean whole = verdicts.containsKey("locks") || verdicts.containsKey("catalog");
      return passed && whole ? Optional.of("passed") : Optional.empty();
    }
    return verdicts.entrySet().stream()
        .filter(
            theme -> theme.getValue() instanceof Verdict.Violated bad && rules.contains(bad.rule()))
        .map(theme -> theme.getKey() + "-" + ((Verdict.Violated) theme.getValue()).rule())
        .findFirst();
  }
}
