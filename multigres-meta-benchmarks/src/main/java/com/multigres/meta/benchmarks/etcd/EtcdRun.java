package com.multigres.meta.benchmarks.etcd;

import com.multigres.meta.testservers.etcd.EtcdProcess;
import com.multigres.meta.testservers.etcd.EtcdSetup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Starts an etcd, uses it through this library and through jetcd in turns, and prints medians over
 * the rounds: of both, and of the ratio within each round.
 */
public final class EtcdRun {
  private static final int NODES = 1_000;
  private static final int COMPONENTS = 10_000;
  private static final int REGISTERING = 64;
  private static final int CHANGES = 300;

  private final double seconds;
  private final Map<String, List<double[]>> rows = new LinkedHashMap<>();

  private EtcdRun(double seconds) {
    this.seconds = seconds;
  }

  /**
   * Runs.
   *
   * @param args the number of rounds, 3 where it is not given, then the seconds of each
   *     measurement, 3
   */
  public static void main(String[] args) {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    EtcdRun run = new EtcdRun(args.length > 1 ? Double.parseDouble(args[1]) : 3);
    for (int round = 0; round < rounds; round++) {
      try (EtcdProcess server = EtcdSetup.temporary().start()) {
        run.round(server.host() + ":" + server.port());
      }
    }
    run.print();
  }

  private void round(String address) {
    try (EtcdPeer library = new LibraryPeer(address);
        EtcdPeer jetcd = new JetcdPeer(address)) {
      List<EtcdPeer> both = List.of(library, jetcd);
      both.forEach(peer -> peer.fill(NODES));
      for (int callers : new int[] {1, 64, 1_000}) {
        calls(both, callers, false);
        if (callers == 1_000 && Callers.hasVirtual()) {
          calls(both, callers, true);
        }
      }
      row("list of 1,000, ms", both, peer -> speed(peer, 1, EtcdPeer::list).median());
      row("watch delay, ms", both, EtcdRun::watchDelay);
      row("register 10,000, ms", both, EtcdRun::register);
      row("discover 10,000, ms", both, peer -> speed(peer, 1, EtcdPeer::discover).median());
    }
  }

  private void calls(List<EtcdPeer> both, int count, boolean isVirtual) {
    Callers callers = new Callers(count, isVirtual);
    String who = count + (isVirtual ? " virtual" : "") + " callers, ";
    // Warm-up, which is not counted.
    both.forEach(peer -> callers.forSeconds(seconds / 2, number -> () -> peer.get(number % NODES)));
    speeds(who + "get", both, callers, peer -> number -> () -> peer.get(number % NODES));
    speeds(
        who + "conditional write", both, callers, peer -> number -> peer.caller(number)::replace);
    speeds(who + "batch of 10", both, callers, peer -> number -> peer.caller(number)::batch);
  }

  private void speeds(
      String what,
      List<EtcdPeer> both,
      Callers callers,
      Function<EtcdPeer, java.util.function.IntFunction<Runnable>> work) {
    List<Callers.Speed> found =
        both.stream().map(peer -> callers.forSeconds(seconds, work.apply(peer))).toList();
    note(what + ", calls/s", found.get(0).perSecond(), found.get(1).perSecond());
    note(what + ", p50 ms", found.get(0).median(), found.get(1).median());
  }

  private Callers.Speed speed(
      EtcdPeer peer, int count, java.util.function.ToIntFunction<EtcdPeer> asked) {
    return new Callers(count, false)
        .forSeconds(
            seconds,
            number ->
                () -> {
                  if (asked.applyAsInt(peer) == 0) {
                    throw new IllegalStateException("nothing there");
                  }
                });
  }

  /** From before a write to the watcher's callback, the median of many. */
  private static double watchDelay(EtcdPeer peer) {
    Semaphore told = new Semaphore(0);
    peer.watch(told::release);
    // A watch begins when it begins: until the first is told, nothing is measured.
    do {
      peer.change();
    } while (!acquired(told));
    List<Double> delays = new ArrayList<>();
    for (int i = 0; i < CHANGES; i++) {
      told.drainPermits();
      long begun = System.nanoTime();
      peer.change();
      told.acquireUninterruptibly();
      delays.add((System.nanoTime() - begun) / 1e6);
    }
    return median(delays);
  }

  private static boolean acquired(Semaphore told) {
    try {
      return told.tryAcquire(1, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static double register(EtcdPeer peer) {
    return new Callers(REGISTERING, false).each(COMPONENTS, peer::register);
  }

  private void row(String what, List<EtcdPeer> both, Function<EtcdPeer, Double> measure) {
    note(what, measure.apply(both.get(0)), measure.apply(both.get(1)));
  }

  private void note(String what, double library, double jetcd) {
    rows.computeIfAbsent(what, first -> new ArrayList<>()).add(new double[] {library, jetcd});
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  private void print() {
    System.out.println("| What | Library | jetcd | Ratio: median (least to most) |");
    System.out.println("| --- | --- | --- | --- |");
    rows.forEach(
        (what, rounds) -> {
          List<Double> ratios = rounds.stream().map(both -> both[0] / both[1]).toList();
          System.out.printf(
              Locale.ROOT,
              "| %s | %.2f | %.2f | %.2f (%.2f to %.2f) |%n",
              what,
              median(rounds.stream().map(both -> both[0]).toList()),
              median(rounds.stream().map(both -> both[1]).toList()),
              median(ratios),
              Collections.min(ratios),
              Collections.max(ratios));
        });
  }
}
