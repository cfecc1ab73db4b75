package com.multigres.meta.cluster.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.cluster.plan.BridgeAction.Update;
import com.multigres.meta.cluster.plan.BridgePlan;
import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.cluster.plan.Finding;
import com.multigres.meta.cluster.plan.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An entry whose writes are undone again and again is left alone for a while. */
class ContentionTest {
  private Instant now = Instant.EPOCH;
  private final Contention contention = new Contention(() -> now);

  private boolean write(String content) {
    Update update = new Update(Place.TOPOLOGY, EntryPath.of("db1"), "theirs", content, "because");
    BridgePlan plan = contention.filter(new BridgePlan(List.of(update), List.of()));
    contention.written(plan.actions());
    if (plan.isDone()) {
      assertThat(plan.findings())
          .singleElement()
          .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Finding.Kind.CONTENDED));
    }
    return !plan.isDone();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private void undoneThreeTimes() {
    for (int i = 0; i <= Contention.TOLERATED; i++) {
      assertThat(write("ours")).isTrue();
      pass(Duration.ofSeconds(5));
    }
  }

  @Test
  void threeQuickUndosAreAnsweredThenItStops() {
    undoneThreeTimes();
    assertThat(write("ours")).isFalse();
  }

  @Test
  void slowUndosAreAnsweredForEver() {
    for (int i = 0; i < 20; i++) {
      assertThat(write("ours")).isTrue();
      pass(Contention.QUICK.plusSeconds(1));
    }
  }

  @Test
  void itIsTriedAgainAfterAPauseThatGrows() {
    undoneThreeTimes();
    Duration pause = Contention.QUICK;
    for (int i = 0; i < 10; i++) {
      assertThat(write("ours")).isFalse();
      pass(pause);
      assertThat(write("ours")).isTrue();
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(Contention.LONGEST_PAUSE) > 0 ? Contention.LONGEST_PAUSE : doubled;
      pass(Duration.ofSeconds(1));
    }
  }

  @Test
  void aChangeOfTheCatalogIsWrittenAtOnce() {
    undoneThreeTimes();
    assertThat(write("ours")).isFalse();
    assertThat(write("changed")).isTrue();
  }

  @Test
  void otherEntriesGoOn() {
    undoneThreeTimes();
    Update other = new Update(Place.TOPOLOGY, EntryPath.of("db2"), "x", "ours", "because");
    Update elsewhere = new Update(Place.KUBERNETES, EntryPath.of("db1"), "x", "ours", "because");
    BridgePlan plan = new BridgePlan(List.of(other, elsewhere), List.of());
    assertThat(contention.filter(plan)).isEqualTo(plan);
  }
}
