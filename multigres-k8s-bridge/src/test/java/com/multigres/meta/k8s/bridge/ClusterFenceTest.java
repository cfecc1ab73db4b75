package com.multigres.meta.k8s.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterFenceTest {
  @Test
  void usuallyItIsTheNumberOfTheLeadership() {
    assertThat(ClusterFence.of(7).token()).isEqualTo(7);
    assertThat(ClusterFence.of(7).above()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8, Integer.MAX_VALUE, 1L << 31, 1L << 40, (1L << 40) + 9})
  void whatStandsThereIsOutrankedAndNoTwoLeadersHaveTheSame(long standing) {
    ClusterFence mine = ClusterFence.of(7).outranking(standing, 0);
    ClusterFence others = ClusterFence.of(8).outranking(standing, 0);
    assertThat(mine.token()).isGreaterThan(standing);
    assertThat(mine.above()).isEqualTo(standing);
    assertThat(others.token()).isNotEqualTo(mine.token());
    assertThat(others.outranking(mine.token(), 0).token()).isGreaterThan(mine.token());
  }

  @Test
  void aTargetThatDoesNotSayWhatStandsThereIsExceededStepByStep() {
    ClusterFence fence = ClusterFence.of(7);
    for (int i = 0; i < 20; i++) {
      ClusterFence next = fence.outranking(fence.token(), fence.token() * 2);
      assertThat(next.token()).isGreaterThan(fence.token() * 2);
      assertThat(next.above()).isEqualTo(fence.token());
      fence = next;
    }
  }

  @Test
  void nothingIsLargerThanTheLargest() {
    assertThatThrownBy(() -> ClusterFence.of(7).outranking(Long.MAX_VALUE, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
