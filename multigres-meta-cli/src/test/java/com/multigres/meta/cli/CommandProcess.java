package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The command, or another main class of these tests, as a process of its own. */
final class CommandProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * A line that the process printed.
   *
   * @param text the line
   * @param nanos when it was here
   */
  record Line(String text, long nanos) {
    Duration since(Line other) {
      return Duration.ofNanos(nanos - other.nanos);
    }
  }

  // Some shells start what runs in the background deaf to SIGINT, which children inherit.
  private static final List<String> HEARING = List.of("env", "--default-signal=INT");
  private static final boolean CAN_HEAR = succeeds("true");

  private final Process process;
  private final List<Line> out = new CopyOnWriteArrayList<>();
  private final List<Line> err = new CopyOnWriteArrayList<>();
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
    List<String> line = new ArrayList<>(CAN_HEAR ? HEARING : List.of());
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

  /** Whether a command can be started hearing: not with every system's {@code env}. */
  private static boolean succeeds(String command) {
    List<String> line = new ArrayList<>(HEARING);
    line.add(command);
    try {
      return new ProcessBuilder(line).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Thread reader(InputStream from, List<Line> to) {
    Thread reader =
        new Thread(
            () ->
                new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))
                    .lines()
                    .forEach(text -> to.add(new Line(text, System.nanoTime()))),
            "multigres-test-output");
    reader.setDaemon(true);
    reader.start();
    return reader;
  }

  /** Waits for a line on standard output. */
  String awaitLine(Duration within, Predicate<String> wanted) {
    return await(out, within, wanted).text();
  }

  String awaitLine(Predicate<String> wanted) {
    return awaitLine(PATIENCE, wanted);
  }

  /** Waits for a line on standard output, and tells when it came. */
  Line awaitTimed(Predicate<String> wanted) {
    return await(out, PATIENCE, wanted);
  }

  /** Waits for a line on standard error. */
  void awaitNote(Predicate<String> wanted) {
    await(err, PATIENCE, wanted);
  }

  private Line await(List<Line> lines, Duration within, Predicate<String> wanted) {
    Awaitility.await()
        .atMost(within)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(
            () ->
                assertThat(lines.stream().map(Line::text).anyMatch(wanted))
                    .as("the line is there; standard output: %s; standard error: %s", out(), err())
                    .isTrue());
    return lines.stream().filter(line -> wanted.test(line.text())).findFirst().orElseThrow();
  }

  List<String> out() {
    return out.stream().map(Line::text).toList();
  }

  List<String> err() {
    return err.stream().map(Line::text).toList();
  }

  /**
   * SIGTERM. Through the handle, because the process itself would close our ends of its streams.
   */
  void terminate() {
    process.toHandle().destroy();
  }

  /** A signal by its name, such as INT. */
  void signal(String name) {
    try {
      new ProcessBuilder("kill", "-s", name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("cannot send " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Whether whoever started us has SIGINT ignored, and nothing could be done about that. */
  boolean ignoresInterrupts() {
    if (CAN_HEAR) {
      return false;
    }
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("SigIgn:"))
          .map(line -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16))
          .anyMatch(mask -> (mask & 0b10) != 0);
    } catch (IOException e) {
      return false; // no /proc here
    }
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
  }

  int awaitExit() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("did not end; out " + out() + ", err " + err());
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
