package com.multigres.meta.benchmarks;

import com.multigres.meta.view.ClusterSnapshot;
import com.multigres.meta.view.ClusterView;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jol.info.GraphLayout;

/**
 * Measures a view of a large cluster: its heap, its file, its start from that file in fresh
 * processes, its lookups, and how soon it shows a change.
 */
public final class ClusterViewRun {
  private static final int SETTLING_COLLECTIONS = 4;

  private ClusterViewRun() {}

  /**
   * Runs.
   *
   * @param args none
   */
  public static void main(String[] args) throws Exception {
    Path file = Files.createTempDirectory("view").resolve("large.view");
    try {
      measureHeap(file, System.out);
      Collection<RunResult> results = run(file);
      for (RunResult result : results) {
        print(result, System.out);
      }
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.getParent());
    }
  }

  private static void measureHeap(Path file, PrintStream out) throws Exception {
    try (LargeCluster cluster = new LargeCluster("heap")) {
      cluster.fill();
      double before = usedMegabytes();
      ClusterView view = cluster.view().start();
      if (!view.await(ClusterSnapshot::isCurrent, Duration.ofMinutes(1))) {
        throw new IllegalStateException("not current: " + view.snapshot());
      }
      double with = usedMegabytes();
      view.save(file);
      double snapshot = GraphLayout.parseInstance(view.snapshot()).totalSize() / 1e6;
      print(out, "snapshot with its catalog", snapshot, "MB");
      print(out, "all that the running view and its watches add to the heap", with - before, "MB");
      print(out, "saved view", Files.size(file) / 1e6, "MB");
      view.close();
    }
  }

  private static double usedMegabytes() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < SETTLING_COLLECTIONS; i++) {
      System.gc();
    }
    return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
  }

  private static Collection<RunResult> run(Path file) throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include("ClusterView(Start)?Benchmark\\.")
                .jvmArgsPrepend("-D" + ClusterViewStartBenchmark.PROPERTY + "=" + file)
                .shouldFailOnError(true)
                .build())
        .run();
  }

  private static void print(RunResult result, PrintStream out) {
    List<String> names = List.of(result.getParams().getBenchmark().split("\\."));
    String unit = result.getPrimaryResult().getScoreUnit();
    print(out, names.get(names.size() - 1), result.getPrimaryResult().getScore(), unit);
    print(out, "  give or take", result.getPrimaryResult().getScoreError(), unit);
  }

  private static void print(PrintStream out, String what, double value, String unit) {
    out.printf(Locale.ROOT, "%-60s %10.1f %s%n", what, value, unit);
  }
}
