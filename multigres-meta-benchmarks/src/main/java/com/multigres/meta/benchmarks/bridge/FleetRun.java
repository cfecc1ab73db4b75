package com.multigres.meta.benchmarks.bridge;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Lets one process with a small heap serve many clusters of ten databases, and prints how long it
 * took until all were in step, how soon a change is carried, and what the process takes.
 */
public final class FleetRun {
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final int CHANGES = 20;

  private FleetRun() {}

  /**
   * Runs.
   *
   * @param args the number of clusters, 1,000 where it is not given; the heap in megabytes, 256;
   *     the resource's definition, {@code deploy/kubernetes/multigrescluster-crd.yaml}
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int clusters = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
    String heap = args.length > 1 ? args[1] : "256";
    Path definition =
        Path.of(args.length > 2 ? args[2] : "deploy/kubernetes/multigrescluster-crd.yaml");
    Path folder = Files.createTempDirectory("fleet");
    try (FleetStage stage = new FleetStage(folder, definition)) {
      stage.fill(clusters);
      measure(stage, folder, clusters, heap, System.out);
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private static void measure(
      FleetStage stage, Path folder, int clusters, String heap, PrintStream out)
      throws IOException, InterruptedException {
    Path config = Files.writeString(folder.resolve("bridge.yaml"), stage.config(INTERVAL));
    long begin = System.nanoTime();
    Process served = serve(stage, config, heap);
    try (BufferedWriter to = served.outputWriter(StandardCharsets.UTF_8);
        BufferedReader from = served.inputReader(StandardCharsets.UTF_8)) {
      while (stage.inStep() < clusters) {
        TimeUnit.SECONDS.sleep(1);
        if (!served.isAlive()) {
          throw new IllegalStateException("the measured process ended: " + served.exitValue());
        }
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      out.printf(Locale.ROOT, "all in step after %.0f s%n", seconds);
      out.println("then: " + ask(to, from));
      TimeUnit.SECONDS.sleep(INTERVAL.toSeconds());
      out.println("an interval later: " + ask(to, from));
      for (int i = 0; i < CHANGES; i++) {
        String cluster = FleetStage.name(i * clusters / CHANGES);
        out.printf(
            Locale.ROOT,
            "a change of %s carried: %.0f ms%n",
            cluster,
            stage.carried(cluster, "new"));
      }
    } finally {
      served.destroy();
      served.waitFor();
    }
  }

  private static Process serve(FleetStage stage, Path config, String heap) throws IOException {
    ProcessBuilder process =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As the image runs it.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx" + heap + "m",
                "-cp",
                System.getProperty("java.class.path"),
                ServedFleet.class.getName(),
                stage.kubeconfig().toString(),
                config.toString(),
                FleetStage.NAMESPACE));
    process.environment().put("MALLOC_ARENA_MAX", "2");
    return process.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String ask(BufferedWriter to, BufferedReader from) throws IOException {
    to.write("figures\n");
    to.flush();
    return String.valueOf(from.readLine());
  }
}
