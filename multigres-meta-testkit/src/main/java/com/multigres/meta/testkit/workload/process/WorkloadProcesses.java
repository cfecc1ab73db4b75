package com.multigres.meta.testkit.workload.process;

import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.HistoryRecorder;
import com.multigres.meta.testkit.history.file.HistoryFile;
import com.multigres.meta.testkit.workload.Ledger;
import com.multigres.meta.testkit.workload.StoreAddress;
import com.multigres.meta.testkit.workload.Workload;
import com.multigres.meta.testkit.workload.WorkloadPlan;
import com.multigres.meta.testkit.workload.process.WorkloadProcess.Orders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Processes of this machine whose clients work on one store together. The moments in their
 * histories are of the machine's one monotonic clock, from which {@link System#nanoTime} counts in
 * every process since it was started (so it is on Linux and macOS); a history of several machines
 * has no such clock, and cannot be judged.
 */
public final class WorkloadProcesses implements AutoCloseable {
  private final Path folder;
  private final List<Started> all = new ArrayList<>();

  private record Started(Process process, Orders orders) {
    boolean said(String what) {
      if (!process.isAlive() && !Files.exists(Path.of(orders.journal() + what))) {
        throw new AssertionError("a process of the workload ended early: " + output());
      }
      return Files.exists(Path.of(orders.journal() + what));
    }

    Path log() {
      return Path.of(orders.journal() + ".log");
    }

    String output() {
      try {
        return Files.readString(log());
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
  }

  private WorkloadProcesses(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts processes, and waits until their stores are open.
   *
   * @param kind which kind of store
   * @param address by which each of them opens its stores
   * @param plan how much the clients of each do
   * @param count how many processes
   * @return the processes, at work
   */
  public static WorkloadProcesses start(
      WorkloadProcess.Kind kind, StoreAddress address, WorkloadPlan plan, int count) {
    try {
      WorkloadProcesses started = new WorkloadProcesses(Files.createTempDirectory("workload"));
      for (int i = 0; i < count; i++) {
        Path journal = started.folder.resolve("process" + i + ".jsonl");
        started.add(address, new Orders(kind, address.uri(), journal, plan.ofProcess(i)));
      }
      started.awaitThatAllSaid(WorkloadProcess.OPEN);
      return started;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * Works in this process and in others, of which the first is killed when half the work here is
   * begun.
   *
   * @param kind which kind of store
   * @param address by which each process opens its stores
   * @param plan how much the clients of each do
   * @param count how many other processes
   * @param here makes the workload of this process
   * @return what all of them did
   */
  public static History together(
      WorkloadProcess.Kind kind,
      StoreAddress address,
      WorkloadPlan plan,
      int count,
      Function<Ledger, Workload> here) {
    HistoryRecorder recorder = new HistoryRecorder();
    AtomicInteger begun = new AtomicInteger();
    int half = Math.max(1, plan.clients() * plan.operations() / 2);
    try (WorkloadProcesses others = start(kind, address, plan, count)) {
      Runnable announce =
          () -> {
            if (begun.incrementAndGet() == half) {
              others.kill(0);
            }
          };
      try (Workload workload = here.apply(new Ledger(recorder, announce))) {
        workload.work();
        others.awaitWork();
        workload.settle();
        return others.settle().with(recorder.history());
      }
    }
  }

  private void add(StoreAddress address, Orders orders) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(WorkloadProcess.class.getName());
    command.addAll(orders.words());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(Path.of(orders.journal() + ".log").toFile());
    address.handOver(builder.environment());
    all.add(new Started(builder.start(), orders));
  }

  private void awaitThatAllSaid(String what) {
    Patience.eventually()
        .atMost(Patience.longest().multipliedBy(4))
        .until(() -> all.stream().allMatch(one -> one.said(what)));
  }

  /**
   * Ends one at once, wherever it is. What it had begun stands in the history.
   *
   * @param process its number
   */
  public void kill(int process) {
    Started dead = all.remove(process);
    dead.process().destroyForcibly();
    dead.process().onExit().join();
  }

  /** Waits until all that live have done their work. */
  public void awaitWork() {
    awaitThatAllSaid(WorkloadProcess.WORKED);
  }

  /**
   * Lets those that live settle and end.
   *
   * @return what all of them did, also those that were killed
   */
  public History settle() {
    try {
      for (Started one : all) {
        one.process().getOutputStream().write('\n');
        one.process().getOutputStream().flush();
      }
      for (Started one : all) {
        end(one);
      }
      try (Stream<Path> files = Files.list(folder)) {
        return HistoryFile.read(
            files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList());
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void end(Started one) {
    try {
      long seconds = Patience.longest().multipliedBy(4).toSeconds();
      if (!one.process().waitFor(seconds, TimeUnit.SECONDS) || one.process().exitValue() != 0) {
        throw new AssertionError("a process of the workload failed: " + one.output());
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a process ends", interrupt);
    }
  }

  /** Ends what lives, and deletes the files. */
  @Override
  public void close() {
    all.forEach(one -> one.process().destroyForcibly().onExit().join());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
