package com.multigres.meta.testkit.workload.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.file.HistoryFile;
import com.multigres.meta.testkit.workload.StoreAddress;
import com.multigres.meta.testkit.workload.process.WorkloadProcess.Orders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One process of a workload, as its starter sees it.
 *
 * @param process the process
 * @param orders what it was told to do
 */
record ProcessAtWork(Process process, Orders orders) {

  static ProcessAtWork start(StoreAddress address, Orders orders) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(WorkloadProcess.class.getName());
    command.addAll(orders.words());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(Path.of(orders.journal() + ".log").toFile());
    address.handOver(builder.environment());
    return new ProcessAtWork(builder.start(), orders);
  }

  private Path beside(String what) {
    return Path.of(orders.journal() + what);
  }

  boolean said(String what) {
    if (!process.isAlive() && !Files.exists(beside(what))) {
      throw new AssertionError("a process of the workload ended early: " + output());
    }
    return Files.exists(beside(what));
  }

  private String output() {
    try {
      return Files.readString(beside(".log"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What it has done so far, by its journal. */
  History soFar() {
    try {
      return HistoryFile.read(List.of(orders.journal()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Lets it hang, or go on. */
  void signal(String name) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, "" + process.pid())
              .redirectErrorStream(true)
              .start();
      String said = new String(kill.getInputStream().readAllBytes(), UTF_8).strip();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("no " + name + " for a process: " + said);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } catch (InterruptedException interrupt) {
      throw interrupted(interrupt);
    }
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Lets it read once more, and end. */
  void settle() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** Waits for its end; what did not come about in it, in words. */
  List<String> missed() throws IOException {
    try {
      long seconds = Patience.longest().multipliedBy(4).toSeconds();
      if (!process.waitFor(seconds, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError("a process of the workload failed: " + output());
      }
      return Files.readAllLines(beside(WorkloadProcess.MISSED));
    } catch (InterruptedException interrupt) {
      throw interrupted(interrupt);
    }
  }

  private static IllegalStateException interrupted(InterruptedException interrupt) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while a process is waited for", interrupt);
  }
}
