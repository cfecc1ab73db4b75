package com.multigres.meta.postgres.topo.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SentAtTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void whatWasSentNowIsNotOld() {
    assertThat(SentAt.now().isOlderThan(HOUR)).isFalse();
  }

  @Test
  void whatIsOldByOneOfTheClocksIsOld() {
    SentAt now = SentAt.now();
    assertThat(new SentAt(now.nanos() - HOUR.toNanos(), now.epochMillis()).isOlderThan(HOUR))
        .isTrue();
    assertThat(new SentAt(now.nanos(), now.epochMillis() - HOUR.toMillis()).isOlderThan(HOUR))
        .as("a machine that was suspended for an hour")
        .isTrue();
  }
}
