package com.multigres.meta.topo.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseClockTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void itNeverGoesBackAndKeepsPaceWithTheMachine() {
    long begun = System.nanoTime();
    long first = LeaseClock.nanos();
    long last = first;
    for (int i = 0; i < 2_000; i++) {
      long now = LeaseClock.nanos();
      assertThat(now).isGreaterThanOrEqualTo(last);
      last = now;
    }
    assertThat(last - first).isLessThan(System.nanoTime() - begun + SECOND);
  }

  @Test
  void sleepCountsAndNoiseDoesNot() {
    assertThat(LeaseClock.later(0, 5 * SECOND)).isEqualTo(5 * SECOND);
    assertThat(LeaseClock.later(0, SECOND / 10)).isZero();
    assertThat(LeaseClock.later(5 * SECOND, 5 * SECOND + SECOND / 10)).isEqualTo(5 * SECOND);
  }

  @Test
  void sleepThatWasCountedIsNotTakenBack() {
    assertThat(LeaseClock.later(5 * SECOND, 0)).isEqualTo(5 * SECOND);
    assertThat(LeaseClock.later(0, -5 * SECOND)).isZero();
  }
}
