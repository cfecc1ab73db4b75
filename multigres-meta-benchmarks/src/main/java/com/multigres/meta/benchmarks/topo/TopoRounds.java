package com.multigres.meta.benchmarks.topo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * Uses a server through this library and through others in turns, and prints medians over the
 * rounds: of each, and of the first one's ratio to each other within a round.
 */
public final class TopoRounds {
  private static final int NODES = 1_000;
  private static final int COMPONENTS = 10_000;
  private static final int REGISTERING = 64;
  private static final int CHANGES = 300;
  private static final int[] CALLERS = {1, 64, 1_000};

  private final List<Candidate> candidates;
  private final int rounds;
  private final double seconds;
  private final TopoTable table;

  /**
   * Somebody who uses the server.
   *
   * @param name for the table's head
   * @param open makes it, from {@code host:port}
   */
  public record Candidate(String name, Function<String, TopoPeer> open) {}

  /**
   * None yet.
   *
   * @param candidates who is measured
   * @param args the number of rounds, 3 where it is not given, then the seconds of each
   *     measurement, 3
   */
  public TopoRounds(List<Candidate> candidates, String[] args) {
    this.candidates = candidates;
    this.rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    this.seconds = args.length > 1 ? Double.parseDouble(args[1]) : 3;
    this.table = new TopoTable(candidates.stream().map(Candidate::name).toList());
  }

  /** How many rounds were asked for. */
  public int count() {
    return rounds;
  }

  /** Prints what was measured. */
  public void print() {
    table.print(System.out);
  }

  /** Measures everything once, on a new server. */
  public void round(String address) {
    List<TopoPeer> peers = new ArrayList<>();
    try {
      candidates.forEach(candidate -> peers.add(candidate.open().apply(address)));
      peers.forEach(peer -> peer.fill(NODES));
      for (int callers : CALLERS) {
        calls(peers, new Callers(callers, false), callers + " callers, ");
        if (callers > 1 && Callers.hasVirtual()) {
          calls(peers, new Callers(callers, true), callers + " virtual callers, ");
        }
      }
      row("list of 1,000, ms", peers, peer -> median(peer, TopoPeer::list));
      row("watch delay, ms", peers, TopoRounds::watchDelay);
      row("register 10,000, ms", peers, TopoRounds::register);
      row("discover 10,000, ms", peers, peer -> median(peer, TopoPeer::discover));
    } finally {
      peers.forEach(TopoPeer::close);
    }
  }

  private void calls(List<TopoPeer> peers, Callers callers, String who) {
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
      List<TopoPeer> peers,
      Callers callers,
      Function<TopoPeer, IntFunction<Runnable>> work) {
    List<Callers.Speed> found =
        peers.stream().map(peer -> callers.forSeconds(seconds, work.apply(peer))).toList();
    table.note(what + ", calls/s", found.stream().map(Callers.Speed::perSecond).toList());
    table.note(what + ", p50 ms", found.stream().map(Callers.Speed::median).toList());
  }

  private double median(TopoPeer peer, ToIntFunction<TopoPeer> asked) {
    Runnable each =
        () -> {
          if (asked.applyAsInt(peer) == 0) {
            throw new IllegalStateException("nothing there");
          }
        };
    return new Callers(1, false).forSeconds(seconds, number -> each).median();
  }

  /** From before a write to the watcher's callback, the median of many. */
  private static double watchDelay(TopoPeer peer) {
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
    return TopoTable.median(delays);
  }

  private static boolean acquired(Semaphore told, int seconds) {
    try {
      return told.tryAcquire(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static double register(TopoPeer peer) {
    return new Callers(REGISTERING, false).each(COMPONENTS, peer::register);
  }

  private void row(String what, List<TopoPeer> peers, ToDoubleFunction<TopoPeer> measure) {
    table.note(what, peers.stream().map(measure::applyAsDouble).toList());
  }
}
