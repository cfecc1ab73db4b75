package com.multigres.meta.testkit.catalog;

import static com.multigres.meta.testkit.Patience.eventually;
import static com.multigres.meta.testkit.catalog.CatalogFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.testkit.Rule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What reads show (C6, P6). */
interface ReadRules extends CatalogFixture {

  @Test
  @Rule("C6")
  default void aReadSeesWhatAnotherStoreWasTold() {
    CatalogStore reader = another();
    for (int i = 0; i < 20; i++) {
      Position written = apply(CreateDatabase.named("db" + i)).position();
      CatalogSnapshot read = reader.read();
      assertThat(read.position()).isEqualTo(written);
      assertThat(read.catalog().database("db" + i)).isPresent();
      assertThat(read.age()).isZero();
    }
    assertThat(reader.read()).isEqualTo(store().read());
  }

  @Test
  @Rule("C6")
  default void aReadWaitsForThePositionItAsksFor() throws Exception {
    CatalogStore reader = another();
    ChangeId id = ChangeId.random();
    Position next = new Position(position().generation() + 1, id);
    CompletableFuture<CatalogSnapshot> waiting =
        CompletableFuture.supplyAsync(() -> reader.read(ReadOptions.primary().atLeast(next)));
    store().apply(List.of(CreateDatabase.named("db1")), ApplyOptions.as(id));
    assertThat(waiting.get().catalog().database("db1")).isPresent();
  }

  @Test
  @Rule({"C6", "C4"})
  default void aPositionThatDoesNotComeEndsAtTheDeadline() {
    Position future = new Position(position().generation() + 1, ChangeId.random());
    CatalogStore hurried = store().withTimeout(Duration.ofMillis(200));
    refused(Code.TIMEOUT, () -> hurried.read(ReadOptions.primary().atLeast(future)));
  }

  @Test
  @Rule({"C6", "C9"})
  default void aPositionOfAnotherHistoryIsNotWaitedFor() {
    Position foreign = new Position(position().generation(), ChangeId.random());
    refused(Code.LOST_HISTORY, () -> store().read(ReadOptions.primary().atLeast(foreign)));
  }

  @Test
  @Rule("C6")
  default void aCachedReadFollowsAndNeverGoesBack() {
    CatalogStore reader = another();
    long seen = reader.read(ReadOptions.cached()).position().generation();
    Position written = position();
    for (int i = 0; i < 10; i++) {
      written = apply(CreateDatabase.named("db" + i)).position();
      for (ReadOptions options :
          List.of(ReadOptions.cached(), ReadOptions.cached().atLeast(written))) {
        long now = reader.read(options).position().generation();
        assertThat(now).isGreaterThanOrEqualTo(seen);
        seen = now;
      }
      // So that it has something to go back from, however late it follows.
      assertThat(seen).isEqualTo(written.generation());
    }
    Position last = written;
    assertThat(reader.read(ReadOptions.cached().atLeast(last)).position()).isEqualTo(last);
    eventually()
        .untilAsserted(
            () -> assertThat(reader.read(ReadOptions.cached()).position()).isEqualTo(last));
  }

  @Test
  @Rule({"P6", "C6"})
  default void aStandbyReadIsRefusedWhereThereIsNone() {
    if (lacking(CatalogCapability.STANDBY_READS, () -> store().read(ReadOptions.standby()))) {
      return;
    }
    Position written = apply(CreateDatabase.named("db1")).position();
    CatalogSnapshot read = store().read(ReadOptions.standby().atLeast(written));
    assertThat(read.position()).isEqualTo(written);
    assertThat(read.age()).isGreaterThanOrEqualTo(Duration.ZERO);
  }
}
