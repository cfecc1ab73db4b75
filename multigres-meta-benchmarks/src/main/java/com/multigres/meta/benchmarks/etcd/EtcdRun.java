package com.multigres.meta.benchmarks.etcd;

import com.multigres.meta.testservers.etcd.EtcdProcess;
import com.multigres.meta.testservers.etcd.EtcdSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * Starts an etcd, uses it through this library and through others in turns, and prints medians over
 * the rounds: of each, and of the library's ratio to each other within a round.
 */
public final class EtcdRun {
  private static final int NODES = 1_000;
  private static final int COMPONENTS = 10_000;
  private static final int REGISTERING = 64;
  private static final int CHANGES = 300;
  private static final int[] CALLERS = {1, 64, 1_000};

  private final List<Candidate> candidates;
  private final double seconds;
  private final EtcdTable table;

  /**
   * Somebody who uses etcd.
   *
   * @param name for the table's head
   * @param open makes it, from {@code host:port}
   */
  record Candidate(String name, Function<String, EtcdPeer> open) {}

  EtcdRun(List<Candidate> candidates, double seconds) {
    this.candidates = candidates;
    this.seconds = seconds;
    this.table = new EtcdTable(candidates.stream().map(Candidate::name).toList());
  }

  /**
   * Runs.
   *
   * @param args the number of rounds, 3 where it is not given, then the seconds of each
   *     measurement, 3
   */
  public static void main(String[] args) {
    run(List.of(library(), new Candidate("jetcd", JetcdPeer::new)), args);
  }

  static Candidate library() {
    return new Candidate("Library", LibraryPeer::new);
  }

  static void run(List<Candidate> candidates, String[] args) {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    EtcdRun run = new EtcdRun(candidates, args.length > 1 ? Double.parseDouble(args[1]) : 3);
    for (int round = 0; round < rounds; round++) {
      try (EtcdProcess server = EtcdSetup.temporary().start()) {
        run.round(server.host() + ":" + server.port());
      }
    }
    run.table.print(System.out);
  }

  private void round(String address) {
    List<EtcdPeer> peers = new ArrayList<>();
    try {
      candidates.forEach(candidate -> peers.add(candidate.open().apply(address)));
      peers.forEach(peer -> peer.fill(NODES));
      for (int callers : CALLERS) {
        calls(peers, new Callers(callers, false), callers + " callers, ");
        if (callers > 1 && Callers.hasVirtual()) {
          calls(peers, new Callers(callers, true), callers + " virtual callers, ");
        }
      }
      row("list of 1,000, ms", peers, peer -> median(peer, EtcdPeer::list));
      row("watch delay, ms", peers, EtcdRun::watchDelay);
      row("register 10,000, ms", peers, EtcdRun::register);
      row("discover 10,000, ms", peers, peer -> median(peer, EtcdPeer::discover));
    } finally {
      peers.forEach(EtcdPeer::close);
    }
  }

  private void calls(List<EtcdPeer> peers, Callers callers, String who) {
    // Warm-up, which is not counted.
    peers.forEach(
        peer -> callers.forSeconds(seconds / 2, number -> () -> peer.get(number % NODES)));
    speeds(who + "get", peers, callers, peer -> number -> () -> peer.get(number % NODES));
    speeds(
        who + "conditional write", peers, callers, peer -> number -> peer.caller(number)::replace);
    speeds(who + "batch of 10", peers, callers, peer -> number -> peer.caller(number)::batch);
  }

  private void speeds(
      String what,
      List<EtcdPeer> peers,
      Callers callers,
      Function<EtcdPeer, IntFunction<Runnable>> work) {
    List<Callers.Speed> found =
        peers.stream().map(peer -> callers.forSeconds(seconds, work.apply(peer))).toList();
    table.note(what + ", calls/s", found.stream().map(Callers.Speed::perSecond).toList());
    table.note(what + ", p50 ms", found.stream().map(Callers.Speed::median).toList());
  }

  private double median(EtcdPeer peer, ToIntFunction<EtcdPeer> asked) {
    Runnable each =
        () -> {
          if (asked.applyAsInt(peer) == 0) {
            throw new IllegalStateException("nothing there");
          }
        };
    return new Callers(1, false).forSeconds(seconds, number -> each).median();
  }

  /** From before a write to the watcher's callback, the median of many. */
  private static double watchDelay(EtcdPeer peer) {
    Semaphore told = new Semaphore(0);
    peer.watch(told::release);
    // A watch begins when it begins: until the first is told, nothing is measured.
    do {
      peer.change();
    } while (!acquired(told, 1));
    List<Double> delays = new ArrayList<>();
    for (int i = 0; i < CHANGES; i++) {
      told.drainPermits();
      long begun = System.nanoTime();
      peer.change();
      if (!acquired(told, 30)) {
        throw new IllegalStateException("a change was not told");
      }
      delays.add((System.nanoTime() - begun) / 1e6);
    }
    return EtcdTable.median(delays);
  }

  private static boolean acquired(Semaphore told, int seconds) {
    try {
      return told.tryAcquire(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static double register(EtcdPeer peer) {
    return new Callers(REGISTERING, false).each(COMPONENTS, peer::register);
  }

  private void row(String what, List<EtcdPeer> peers, ToDoubleFunction<EtcdPeer> measure) {
    table.note(what, peers.stream().map(measure::applyAsDouble).toList());
  }
}
