package com.multigres.meta.testservers.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** A program that is run to its end. */
public record Command(List<String> line) {

  /** How it ended, and what it said on both of its outputs. */
  public record Result(int exit, String output) {

    public boolean succeeded() {
      return exit == 0;
    }

    /** The last line that is not blank: where programs say why they failed. */
    public String lastLine() {
      return output
          .lines()
          .filter(text -> !text.isBlank())
          .reduce((first, second) -> second)
          .orElse("");
    }
  }

  public static Command of(String... line) {
    return new Command(List.of(line));
  }

  public Result run(Duration limit) {
    try {
      Path output = Files.createTempFile("multigres-command-", ".log");
      try {
        return run(limit, output, pid -> {});
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      return cannotRun(e);
    }
  }

  /**
   * Runs it to its end.
   *
   * @param output where its output goes; a file, not a pipe: a program that leaves a child behind
   *     would keep a pipe open
   * @param started told the number of its process
   */
  public Result run(Duration limit, Path output, LongConsumer started) {
    try {
      return runInto(output, limit, started);
    } catch (IOException e) {
      return cannotRun(e);
    }
  }

  private Result cannotRun(IOException e) {
    return new Result(127, "cannot run " + line.get(0) + ": " + e.getMessage());
  }

  private Result runInto(Path output, Duration limit, LongConsumer started) throws IOException {
    Process process =
        new ProcessBuilder(line)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(output.toFile())
            .start();
    try {
      started.accept(process.pid());
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Result(
            process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
      }
      return new Result(124, line.get(0) + " did not end within " + limit.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result(130, line.get(0) + " was interrupted");
    } finally {
      end(process);
    }
  }

  /** What it started would go on in its folder. */
  private static void end(Process process) {
    if (process.isAlive()) {
      List<ProcessHandle> below = process.descendants().toList();
      process.destroyForcibly();
      below.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
