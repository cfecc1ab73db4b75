package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The command, or another main class of these tests, as a process of its own. */
final class CommandProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final List<Thread> readers;

  private CommandProcess(Process process) {
    this.process = process;
    readers = List.of(reader(process.getInputStream(), out), reader(process.getErrorStream(), err));
  }

  static CommandProcess start(Map<String, String> environment, String... words) {
    return start(Main.class, List.of(), environment, words);
  }

  static CommandProcess start(
      Class<?> main, List<String> jvmOptions, Map<String, String> environment, String... words) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    line.addAll(jvmOptions);
    String here = System.getProperty("java.class.path", "");
    line.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", here)));
    line.add(main.getName());
    line.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().putAll(environment);
    try {
      return new CommandProcess(builder.start());
    } catch (IOException e) {
      throw new IllegalStateException("cannot start " + main.getName(), e);
    }
  }

  private static Thread reader(InputStream from, List<String> to) {
    Thread reader =
        new Thread(
            () ->
                new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))
                    .lines()
                    .forEach(to::add),
            "multigres-test-output");
    reader.setDaemon(true);
    reader.start();
    return reader;
  }

  /** Waits for a line on standard output. */
  String awaitLine(Duration within, Predicate<String> wanted) {
    await()
        .atMost(within)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(
            () ->
                assertThat(out.stream().anyMatch(wanted))
                    .as("the line is among %s; standard error: %s", out, err)
                    .isTrue());
    return out.stream().filter(wanted).findFirst().orElseThrow();
  }

  String awaitLine(Predicate<String> wanted) {
    return awaitLine(PATIENCE, wanted);
  }

  List<String> out() {
    return List.copyOf(out);
  }

  List<String> err() {
    return List.copyOf(err);
  }

  /**
   * SIGTERM. Through the handle, because the process itself would close our ends of its streams.
   */
  void terminate() {
    process.toHandle().destroy();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
  }

  int awaitExit() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("did not end; out " + out + ", err " + err);
      }
      for (Thread reader : readers) {
        reader.join(PATIENCE.toMillis());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    awaitExit();
  }
}
