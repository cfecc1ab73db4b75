package com.multigres.meta.topo.spi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The clock by which an owner judges its own leases: it never goes back, and goes on while the
 * machine sleeps, which {@link System#nanoTime} does not do everywhere (rules T18 and T22). Where
 * the system does not say how long it has been up, steps of the wall clock count as sleep: a lease
 * may then be given up too early, never too late.
 */
public final class LeaseClock {
  private static final Path UPTIME = Path.of("/proc/uptime");
  // The system's answer is exact to a hundredth of a second, and it takes time to read it.
  private static final long NOISE_NANOS = 200_000_000;
  private static final int TRIES = 5;
  private static final boolean KNOWS_UPTIME = uptimeNanos().isPresent();
  private static final long START_AWAKE = System.nanoTime();
  private static final long START_WORLD = worldNanos();
  private static final AtomicLong SLEPT = new AtomicLong();

  private LeaseClock() {}

  /**
   * The time now; only differences mean something.
   *
   * @return nanoseconds since some fixed point
   */
  public static long nanos() {
    long before = System.nanoTime();
    long world = worldNanos();
    // A pause between the two looks like sleep, and would count twice from then on.
    for (int i = 1; i < TRIES && System.nanoTime() - before > NOISE_NANOS / 2; i++) {
      before = System.nanoTime();
      world = worldNanos();
    }
    long slept = world - START_WORLD - (before - START_AWAKE);
    return before + SLEPT.accumulateAndGet(slept, LeaseClock::later);
  }

  /** The sleep known so far; a difference that may be noise is none. */
  static long later(long known, long measured) {
    return measured - known > NOISE_NANOS ? measured : known;
  }

  private static long worldNanos() {
    return KNOWS_UPTIME
        ? uptimeNanos().orElse(START_WORLD)
        : System.currentTimeMillis() * 1_000_000;
  }

  private static OptionalLong uptimeNanos() {
    try {
      String text = Files.readString(UPTIME);
      double seconds = Double.parseDouble(text.substring(0, text.indexOf(' ')));
      return OptionalLong.of((long) (seconds * 1e9));
    } catch (IOException | RuntimeException unknown) {
      return OptionalLong.empty();
    }
  }
}
