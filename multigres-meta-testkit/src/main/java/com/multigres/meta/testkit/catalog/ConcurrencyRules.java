package com.multigres.meta.testkit.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Many at once (C5). */
interface ConcurrencyRules extends CatalogFixture {

  @Test
  @Rule("C5")
  default void optimisticWritersLeaveNoGapAndNoDuplicate() {
    int threads = 8;
    int each = 10;
    Position before = position();
    List<CatalogStore> stores = List.of(store(), another(), another());
    List<List<Position>> acknowledged =
        Together.all(threads, number -> writeOptimistically(stores.get(number % 3), number, each));
    List<Position> all = acknowledged.stream().flatMap(List::stream).toList();
    assertThat(all.stream().map(Position::generation).sorted())
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, (long) threads * each)
                .map(count -> before.generation() + count)
                .boxed()
                .toList());
    assertThat(store().read().catalog().databases()).hasSize(1 + threads * each);
    if (has(CatalogCapability.HISTORY)) {
      assertThat(
              store().history(Long.MAX_VALUE, threads * each).stream().map(HistoryEntry::position))
          .containsExactlyInAnyOrderElementsOf(all);
    }
    assertThat(store().check()).isEmpty();
  }

  private static List<Position> writeOptimistically(CatalogStore store, int number, int count) {
    List<Position> acknowledged = new ArrayList<>();
    while (acknowledged.size() < count) {
      CatalogSnapshot now = store.read();
      CatalogChange change = CreateDatabase.named("t" + number + "n" + acknowledged.size());
      try {
        Applied applied = store.apply(List.of(change), ApplyOptions.expecting(now.position()));
        assertThat(applied.position().generation()).isEqualTo(now.position().generation() + 1);
        acknowledged.add(applied.position());
      } catch (CatalogException faster) {
        assertThat(faster.code()).isEqualTo(Code.STALE_POSITION);
      }
    }
    return acknowledged;
  }

  @Test
  @Rule("C5")
  default void withoutAnExpectationEveryChangeIsAppliedInTurn() {
    Position before = position();
    List<CatalogStore> stores = List.of(store(), another());
    List<Applied> all =
        Together.all(
            8,
            number ->
                stores
                    .get(number % 2)
                    .apply(List.of(CreateDatabase.named("db" + number)), ApplyOptions.none()));
    assertThat(all).allMatch(Applied::changed);
    assertThat(all)
        .extracting(applied -> applied.position().generation() - before.generation())
        .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(position().generation()).isEqualTo(before.generation() + 8);
  }

  @Test
  @Rule("C5")
  default void anIdUsedByManyAtOnceIsAppliedOnce() {
    Position before = position();
    ChangeId id = ChangeId.random();
    List<CatalogStore> stores = List.of(store(), another(), another());
    List<Applied> answers =
        Together.all(
            6,
            number ->
                stores
                    .get(number % 3)
                    .apply(List.of(CreateDatabase.named("db1")), ApplyOptions.as(id)));
    assertThat(answers.stream().collect(Collectors.toSet()))
        .containsExactly(new Applied(new Position(before.generation() + 1, id), true));
  }

  @Test
  @Rule("C2")
  default void ofManyWhoMakeTheSameDatabaseOneSucceeds() {
    List<CatalogStore> stores = List.of(store(), another());
    List<Boolean> won =
        Together.all(
            6,
            number -> {
              try {
                return stores
                    .get(number % 2)
                    .apply(List.of(CreateDatabase.named("db1")), ApplyOptions.none())
                    .changed();
              } catch (CatalogException taken) {
                assertThat(taken.code()).isEqualTo(Code.ALREADY_EXISTS);
                return false;
              }
            });
    assertThat(won).containsOnlyOnce(true);
  }
}
