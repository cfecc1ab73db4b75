package com.multigres.meta.benchmarks;

import com.multigres.meta.testservers.PostgresProcess;
import com.multigres.meta.testservers.PostgresSetup;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Starts a PostgreSQL, fills it, runs {@link CatalogStoreBenchmark} against it in rounds, so that
 * both sides of a comparison meet the same weather. A round's figure is the median of its calls;
 * what is printed are medians over the rounds: of both sides, and of the ratio within each round
 * with how far it spread.
 */
public final class CatalogStoreRun {
  private static final String[] MEASURED = {"fullRead", "unchangedRead", "apply"};
  private static final double[] GOALS = {1.3, 1.1, 1.5};

  private CatalogStoreRun() {}

  /**
   * Runs.
   *
   * @param args the number of rounds, 3 where it is not given, then a pattern of what to run
   */
  public static void main(String[] args) throws RunnerException, SQLException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    String only = args.length > 1 ? args[1] : "";
    Map<String, List<Double>> micros = new TreeMap<>();
    // Durable as PostgreSQL is by default: a commit waits for the disk on both sides.
    try (PostgresProcess server =
        PostgresSetup.temporary()
            .setting("fsync", "on")
            .accessRule("host all all 127.0.0.1/32 trust")
            .accessRule("host all all ::1/128 trust")
            .start()) {
      String where = server.host() + ":" + server.port();
      new MeasuredServer(where).fill();
      Options options =
          new OptionsBuilder()
              .include("CatalogStoreBenchmark\\." + only)
              .jvmArgsPrepend("-D" + MeasuredServer.PROPERTY + "=" + where)
              .shouldFailOnError(true)
              .build();
      for (int round = 0; round < rounds; round++) {
        for (RunResult result : new Runner(options).run()) {
          String benchmark = result.getParams().getBenchmark();
          micros
              .computeIfAbsent(
                  benchmark.substring(benchmark.lastIndexOf('.') + 1), absent -> new ArrayList<>())
              .add(result.getPrimaryResult().getStatistics().getPercentile(50));
        }
      }
    }
    print(System.out, micros);
  }

  private static void print(PrintStream out, Map<String, List<Double>> micros) {
    for (int i = 0; i < MEASURED.length; i++) {
      List<Double> library = micros.get(MEASURED[i]);
      List<Double> plain = micros.get(MEASURED[i] + "Plain");
      if (library != null && plain != null) {
        List<Double> ratios =
            IntStream.range(0, library.size())
                .mapToObj(round -> library.get(round) / plain.get(round))
                .toList();
        out.printf(
            Locale.ROOT,
            "%-14s %10.1f us, plain %10.1f us, ratio %.2f (%.2f to %.2f, goal %.1f), rounds %s /"
                + " %s%n",
            MEASURED[i],
            median(library),
            median(plain),
            median(ratios),
            Collections.min(ratios),
            Collections.max(ratios),
            GOALS[i],
            rounded(library),
            rounded(plain));
      }
    }
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  private static List<Long> rounded(List<Double> values) {
    return values.stream().map(Math::round).toList();
  }
}
