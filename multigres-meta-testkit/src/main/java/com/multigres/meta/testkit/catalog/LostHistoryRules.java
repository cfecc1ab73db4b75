package com.multigres.meta.testkit.catalog;

import static com.multigres.meta.testkit.Patience.eventually;
import static com.multigres.meta.testkit.catalog.CatalogFixture.refused;
import static com.multigres.meta.testkit.catalog.internal.Recording.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogEvent.Full.Reason;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.catalog.internal.Recording;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A restore or a failover that lost generations is noticed (C9). */
interface LostHistoryRules extends CatalogFixture {

  @Test
  @Rule("C9")
  default void aReadAfterARestoreShowsWhatWasRestored() {
    apply(CreateDatabase.named("kept"));
    CatalogSnapshot kept = store().read();
    Backup backup = backup();
    Position lost = apply(CreateDatabase.named("lost")).position();
    assertThat(position()).isEqualTo(lost);
    backup.restore();
    assertThat(store().read()).isEqualTo(kept);
    apply(CreateDatabase.named("anew"));
    refused(Code.LOST_HISTORY, () -> store().read(ReadOptions.primary().atLeast(lost)));
  }

  @Test
  @Rule({"C9", "C6"})
  default void aReadIsNotFooledByTheSameGenerationOfAnotherHistory() {
    Backup backup = backup();
    Position lost = apply(CreateDatabase.named("lost")).position();
    assertThat(position()).isEqualTo(lost);
    backup.restore();
    CatalogStore writer = another();
    writer.apply(List.of(CreateDatabase.named("anew")), ApplyOptions.none());
    CatalogSnapshot read = store().read();
    assertThat(read).isEqualTo(writer.read());
    assertThat(read.catalog().database("lost")).isEmpty();
    assertThat(read.catalog().database("anew")).isPresent();
  }

  @Test
  @Rule({"C9", "C5"})
  default void aChangeThatExpectsALostPositionIsRefused() {
    Backup backup = backup();
    Position lost = apply(CreateDatabase.named("lost")).position();
    backup.restore();
    Position now = apply(CreateDatabase.named("anew")).position();
    assertThat(now.generation()).isEqualTo(lost.generation());
    CatalogException error =
        refused(
            Code.LOST_HISTORY,
            () -> store().apply(List.of(CreateDatabase.named("db")), ApplyOptions.expecting(lost)));
    assertThat(error.current()).hasValue(now);
  }

  @Test
  @Rule({"C9", "C7"})
  default void aSubscriberGetsAMarkedWholeCatalogAndGoesOn() {
    Backup backup = backup();
    Recording told = new Recording();
    try (Subscription running = store().subscribe(Optional.of(position()), told)) {
      told.await(apply(CreateDatabase.named("lost1")).position());
      Position last = apply(CreateDatabase.named("lost2")).position();
      int before = told.await(last).size();
      backup.restore();
      Position anew =
          another().apply(List.of(CreateDatabase.named("anew")), ApplyOptions.none()).position();
      List<CatalogEvent> all = told.await(anew);
      List<CatalogEvent> later = all.subList(before, all.size());
      assertThat(reasonOf(later.get(0))).isEqualTo(Reason.LOST_HISTORY);
      assertThat(Recording.snapshotOf(later.get(later.size() - 1))).isEqualTo(another().read());
      assertThat(running).isNotNull();
    }
  }

  @Test
  @Rule({"C9", "C7"})
  default void aSubscriptionFromALostPositionBeginsWithAMarkedWholeCatalog() {
    Backup backup = backup();
    Position lost = apply(CreateDatabase.named("lost")).position();
    backup.restore();
    Recording told = new Recording();
    try (Subscription running = another().subscribe(Optional.of(lost), told)) {
      assertThat(reasonOf(told.await(1).get(0))).isEqualTo(Reason.LOST_HISTORY);
      assertThat(running).isNotNull();
    }
  }

  @Test
  @Rule({"C9", "C6"})
  default void aCachedReadComesToWhatWasRestored() {
    Backup backup = backup();
    CatalogStore reader = another();
    apply(CreateDatabase.named("lost"));
    eventually()
        .until(() -> reader.read(ReadOptions.cached()).catalog().database("lost").isPresent());
    backup.restore();
    apply(CreateDatabase.named("anew"));
    eventually()
        .untilAsserted(
            () ->
                assertThat(reader.read(ReadOptions.cached()).catalog())
                    .isEqualTo(store().read().catalog()));
  }
}
