package com.multigres.meta.testkit.catalog;

import static com.multigres.meta.testkit.Patience.eventually;
import static com.multigres.meta.testkit.catalog.internal.Recording.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogEvent.Full.Reason;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.catalog.internal.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a subscription delivers (C7). */
interface SubscriptionRules extends CatalogFixture {

  private void createMany(CatalogStore by, int from, int to) {
    for (int i = from; i < to; i++) {
      by.apply(List.of(CreateDatabase.named("db" + i)), ApplyOptions.none());
    }
  }

  private static List<Long> generations(List<CatalogEvent> events) {
    return events.stream().map(event -> Recording.position(event).generation()).toList();
  }

  @Test
  @Rule("C7")
  default void aSubscriptionWithoutAPositionBeginsWithTheWholeCatalog() {
    apply(CreateDatabase.named("db1"));
    Recording told = new Recording();
    try (Subscription running = store().subscribe(Optional.empty(), told)) {
      CatalogEvent first = told.await(1).get(0);
      assertThat(reasonOf(first)).isEqualTo(Reason.FIRST);
      assertThat(Recording.snapshotOf(first)).isEqualTo(store().read());
      assertThat(running).isNotNull();
    }
  }

  @Test
  @Rule("C7")
  default void everyLaterGenerationComesInOrderWithItsChanges() {
    Recording told = new Recording();
    Position from = position();
    CatalogStore writer = another();
    try (Subscription running = store().subscribe(Optional.of(from), told)) {
      createMany(writer, 0, 30);
      Position last = writer.read().position();
      List<CatalogEvent> events = told.await(last);
      assertThat(running).isNotNull();
      assertThat(Recording.snapshotOf(events.get(events.size() - 1))).isEqualTo(writer.read());
      if (!has(CatalogCapability.GAPLESS_SUBSCRIPTION)) {
        return; // what it may leave out is checked no further
      }
      assertThat(generations(events))
          .containsExactlyElementsOf(
              LongStream.rangeClosed(from.generation() + 1, last.generation()).boxed().toList());
      for (int i = 0; i < events.size(); i++) {
        CatalogEvent.Changed changed = (CatalogEvent.Changed) events.get(i);
        assertThat(changed.entry().changes()).containsExactly(CreateDatabase.named("db" + i));
        assertThat(changed.entry().position()).isEqualTo(changed.snapshot().position());
        assertThat(changed.snapshot().catalog().database("db" + i)).isPresent();
        assertThat(changed.snapshot().catalog().database("db" + (i + 1))).isEmpty();
      }
    }
  }

  @Test
  @Rule("C7")
  default void aSubscriptionGoesOnWhereAnotherEnded() {
    needs(CatalogCapability.GAPLESS_SUBSCRIPTION, "");
    Position from = position();
    createMany(store(), 0, 5);
    Recording told = new Recording();
    try (Subscription running = another().subscribe(Optional.of(from), told)) {
      assertThat(generations(told.await(5))).first().isEqualTo(from.generation() + 1);
      assertThat(running).isNotNull();
    }
  }

  @Test
  @Rule({"C7", "C8"})
  default void aPositionBelowTheLogGetsTheWholeCatalog() {
    Position from = position();
    CatalogStore forgetful = anotherKeeping(3);
    createMany(forgetful, 0, 200);
    Recording told = new Recording();
    try (Subscription running = store().subscribe(Optional.of(from), told)) {
      CatalogEvent first = told.await(1).get(0);
      assertThat(reasonOf(first)).isEqualTo(Reason.LOG_TRIMMED);
      assertThat(Recording.snapshotOf(first)).isEqualTo(store().read());
      createMany(forgetful, 200, 201);
      assertThat(told.await(2).get(1)).isInstanceOf(CatalogEvent.class);
      assertThat(running).isNotNull();
    }
  }

  @Test
  @Rule("C7")
  default void manySubscriptionsSeeTheSame() {
    needs(CatalogCapability.GAPLESS_SUBSCRIPTION, "");
    List<Recording> all = new ArrayList<>();
    List<Subscription> running = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Recording one = new Recording();
      all.add(one);
      running.add((i % 2 == 0 ? store() : another()).subscribe(Optional.of(position()), one));
    }
    createMany(store(), 0, 10);
    List<CatalogEvent> first = all.get(0).await(10);
    for (Recording one : all) {
      assertThat(one.await(10)).isEqualTo(first);
    }
    running.forEach(Subscription::close);
  }

  @Test
  @Rule("C7")
  default void aClosedSubscriptionIsSilent() {
    Recording told = new Recording();
    Subscription running = store().subscribe(Optional.empty(), told);
    told.await(1);
    running.close();
    running.close();
    Recording other = new Recording();
    try (Subscription second = store().subscribe(Optional.empty(), other)) {
      for (int i = 0; i < 5; i++) {
        other.await(apply(CreateDatabase.named("db" + i)).position());
      }
      assertThat(second).isNotNull();
    }
    told.await(1);
  }

  @Test
  @Rule("C7")
  default void aListenerMayCallTheStoreAndCloseItsOwnSubscription() {
    CompletableFuture<Subscription> self = new CompletableFuture<>();
    AtomicReference<CatalogSnapshot> read = new AtomicReference<>();
    AtomicInteger calls = new AtomicInteger();
    Position from = position();
    self.complete(
        store()
            .subscribe(
                Optional.of(from),
                event -> {
                  read.set(store().read());
                  self.join().close();
                  calls.incrementAndGet();
                }));
    apply(CreateDatabase.named("db1"));
    eventually().until(() -> calls.get() == 1);
    assertThat(read.get()).isEqualTo(store().read());
    apply(CreateDatabase.named("db2"));
    Recording other = new Recording();
    try (Subscription second = store().subscribe(Optional.of(from), other)) {
      other.await(position());
      assertThat(second).isNotNull();
    }
    assertThat(calls).hasValue(1);
  }

  @Test
  @Rule("C7")
  default void aListenerThatThrowsIsToldTheNextAllTheSame() {
    Recording told = new Recording();
    Position from = position();
    try (Subscription running =
        store()
            .subscribe(
                Optional.of(from),
                event -> {
                  told.onEvent(event);
                  throw new IllegalStateException("a listener's own fault");
                })) {
      apply(CreateDatabase.named("db1"));
      told.await(1);
      told.await(1);
      apply(CreateDatabase.named("db2"));
      told.await(2);
      assertThat(running).isNotNull();
    }
  }
}
