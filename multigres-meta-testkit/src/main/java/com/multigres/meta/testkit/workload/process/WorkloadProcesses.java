package com.multigres.meta.testkit.workload.process;

import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.HistoryRecorder;
import com.multigres.meta.testkit.history.file.HistoryFile;
import com.multigres.meta.testkit.workload.Disturbed.Recorded;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
  // Who is to be killed must not be done before.
  private static final int ENDLESS = 100;
  private static final int AT_WORK = 20;

  private final Path folder;
  private final List<ProcessAtWork> all = new ArrayList<>();

  private WorkloadProcesses(Path folder) {
    this.folder = folder;
  }

  /** What befalls the processes. */
  public enum Misfortune {
    /** The first is killed. */
    KILLED,
    /**
     * The first is killed; the second hangs for two times to live while it holds a lock, and must
     * be told then that it has lost it.
     */
    KILLED_AND_SUSPENDED
  }

  private static WorkloadProcesses start(
      WorkloadProcess.Kind kind, StoreAddress address, WorkloadPlan plan, int count) {
    try {
      WorkloadProcesses started = new WorkloadProcesses(Files.createTempDirectory("workload"));
      for (int i = 0; i < count; i++) {
        Path journal = started.folder.resolve("process" + i + ".jsonl");
        WorkloadPlan part = plan.ofProcess(i).working(i == 0 ? ENDLESS : 1);
        Orders orders = new Orders(kind, address.uri(), journal, part);
        started.all.add(ProcessAtWork.start(address, orders));
      }
      started.awaitThatAllSaid(WorkloadProcess.OPEN);
      return started;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * Works in this process and in others, of which the first is killed in the midst of its work when
   * half the work here is begun.
   *
   * @param kind which kind of store
   * @param address by which each process opens its stores
   * @param plan how much the clients of each do
   * @param count how many other processes, at least two
   * @param misfortune what befalls them
   * @param here makes the workload of this process
   * @return what all of them did
   */
  public static Recorded together(
      WorkloadProcess.Kind kind,
      StoreAddress address,
      WorkloadPlan plan,
      int count,
      Misfortune misfortune,
      Function<Ledger, Workload> here) {
    try (WorkloadProcesses others = start(kind, address, plan, count)) {
      Optional<Suspension> suspension =
          misfortune == Misfortune.KILLED_AND_SUSPENDED
              ? Optional.of(new Suspension(others.all.get(1), plan.ttl().multipliedBy(2)))
              : Optional.empty();
      CompletableFuture<Void> suspended =
          suspension
              .map(one -> CompletableFuture.runAsync(one::happen, WorkloadProcesses::onThread))
              .orElseGet(() -> CompletableFuture.completedFuture(null));
      HistoryRecorder recorder = new HistoryRecorder();
      Runnable announce = others.killingAt(Math.max(1, plan.clients() * plan.operations() / 2));
      List<String> missed = new ArrayList<>();
      try (Workload workload = here.apply(new Ledger(recorder, announce))) {
        workload.work();
        suspended.join();
        others.awaitWork();
        missed.addAll(workload.settle());
        missed.addAll(others.settle());
      }
      if (suspension.isPresent() && !suspension.get().wasTold()) {
        missed.add("a process that hung for two times to live was not told that it had lost (T25)");
      }
      return new Recorded(others.history().with(recorder.history()), Map.of(), missed);
    }
  }

  private static void onThread(Runnable task) {
    Thread thread = new Thread(task, "workload-suspension");
    thread.setDaemon(true);
    thread.start();
  }

  /** Kills the first at a moment of the work here. */
  private Runnable killingAt(int moment) {
    AtomicInteger begun = new AtomicInteger();
    ProcessAtWork victim = all.get(0);
    return () -> {
      if (begun.incrementAndGet() == moment) {
        Patience.eventually().until(() -> victim.soFar().size() > AT_WORK);
        victim.kill();
        if (Files.exists(Path.of(victim.orders().journal() + WorkloadProcess.WORKED))) {
          throw new AssertionError("a process of the workload was done before it was killed");
        }
      }
    };
  }

  private void awaitThatAllSaid(String what) {
    Patience.eventually()
        .atMost(Patience.longest().multipliedBy(4))
        .until(() -> all.stream().allMatch(one -> one.said(what)));
  }

  /** Waits until all that live have done their work. */
  private void awaitWork() {
    ProcessAtWork dead = all.remove(0);
    if (dead.process().isAlive()) {
      all.add(dead);
      throw new AssertionError("half the work was done, and nobody was killed");
    }
    awaitThatAllSaid(WorkloadProcess.WORKED);
  }

  /** Lets those that live settle and end; what did not come about in them, in words. */
  private List<String> settle() {
    try {
      for (ProcessAtWork one : all) {
        one.settle();
      }
      List<String> missed = new ArrayList<>();
      for (ProcessAtWork one : all) {
        missed.addAll(one.missed());
      }
      return missed;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** What all of them did, also those that were killed. */
  private History history() {
    try (Stream<Path> files = Files.list(folder)) {
      return HistoryFile.read(
          files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Ends what lives, and deletes the files. */
  @Override
  public void close() {
    all.forEach(ProcessAtWork::kill);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
