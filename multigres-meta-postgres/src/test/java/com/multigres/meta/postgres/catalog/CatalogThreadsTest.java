package com.multigres.meta.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.TableName;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Many threads that change one catalog, each on the position that it has read (rules C5 and C8).
 */
class CatalogThreadsTest {
  private static final int THREADS = 32;
  private static final int CHANGES = 3_000;

  @RegisterExtension static final PostgresExtension postgres = PostgresExtension.shared();

  @Test
  void everyAcknowledgedChangeIsOneGenerationAndNoRefusedOneIs() throws Exception {
    Set<Position> acknowledged = ConcurrentHashMap.newKeySet();
    Set<ChangeId> refused = ConcurrentHashMap.newKeySet();
    AtomicInteger left = new AtomicInteger(CHANGES);
    try (PostgresDatabase database = postgres.freshDatabase();
        CatalogStore store = open(database)) {
      store.initialise();
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        running.add(threads.submit(() -> applyUntilNoneIsLeft(store, left, acknowledged, refused)));
      }
      for (Future<?> thread : running) {
        thread.get();
      }
      threads.shutdown();

      List<HistoryEntry> history = store.history(Long.MAX_VALUE, 2 * CHANGES);
      assertThat(history.stream().map(entry -> entry.position().generation()).sorted().toList())
          .isEqualTo(LongStream.rangeClosed(1, CHANGES + 1L).boxed().toList());
      Set<Position> logged =
          history.stream().map(HistoryEntry::position).collect(Collectors.toSet());
      assertThat(acknowledged).hasSize(CHANGES).isSubsetOf(logged);
      assertThat(logged.stream().map(Position::changeId)).doesNotContainAnyElementsOf(refused);
      assertThat(store.read().catalog().database("postgres").orElseThrow().tables())
          .hasSize(CHANGES);
      assertThat(store.check()).isEmpty();
    }
  }

  private static void applyUntilNoneIsLeft(
      CatalogStore store, AtomicInteger left, Set<Position> acknowledged, Set<ChangeId> refused) {
    int mine = left.getAndDecrement();
    while (mine > 0) {
      ChangeId id = ChangeId.random();
      List<CatalogChange> change =
          List.of(
              new PlaceTable(
                  Catalog.DEFAULT_DATABASE,
                  new TableName("public", "t" + mine),
                  Catalog.DEFAULT_TABLE_GROUP,
                  false));
      try {
        Position expected = store.read().position();
        Applied applied = store.apply(change, ApplyOptions.expecting(expected).withChangeId(id));
        assertThat(applied.position().generation()).isEqualTo(expected.generation() + 1);
        acknowledged.add(applied.position());
        mine = left.getAndDecrement();
      } catch (CatalogException stale) {
        assertThat(stale.code()).isEqualTo(Code.STALE_POSITION);
        refused.add(id);
      }
    }
  }

  private static CatalogStore open(PostgresDatabase database) {
    return CatalogStores.open(
        "postgresql://"
            + database.host()
            + ":"
            + database.port()
            + "/"
            + database.name()
            + "?timeout=60s",
        StoreOptions.builder().user(database.user()).password(database::password).build());
  }
}
