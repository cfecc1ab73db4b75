package com.multigres.meta.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.TableName;
import com.multigres.meta.store.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;

/**
 * Threads that change a catalog one change after the other until they are told to stop, whatever
 * becomes of the server, and remember what they were told. Each attempt has names and an id of its
 * own, so that each can be found in the log, or not.
 */
final class ChangeStream implements AutoCloseable {
  private static final long PAUSE_AFTER_A_REFUSAL = 20_000_000;

  private final CatalogStore store;
  private final Map<ChangeId, Position> acknowledged = new ConcurrentHashMap<>();
  private final Map<ChangeId, CatalogException> failed = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  ChangeStream(CatalogStore store, int count, long seed) {
    this.store = store;
    for (int number = 0; number < count; number++) {
      Random random = new Random(seed + number);
      String prefix = "w" + number + "n";
      Thread thread = new Thread(() -> write(prefix, random), "change-stream-" + number);
      threads.add(thread);
      thread.start();
    }
  }

  private void write(String prefix, Random random) {
    for (int i = 0; !stopped; i++) {
      ChangeId id = new ChangeId(prefix + i);
      try {
        CatalogChange change = change(prefix + i, random.nextInt(3));
        acknowledged.put(id, store.apply(List.of(change), ApplyOptions.as(id)).position());
      } catch (CatalogException error) {
        failed.put(id, error);
        LockSupport.parkNanos(PAUSE_AFTER_A_REFUSAL);
      }
    }
  }

  private static CatalogChange change(String name, int kind) {
    return switch (kind) {
      case 0 -> CreateDatabase.named(name);
      case 1 ->
          new CreateTableGroup(Catalog.DEFAULT_DATABASE, name, List.of("0-8", "8-inf"), false);
      default ->
          new PlaceTable(
              Catalog.DEFAULT_DATABASE, TableName.of(name), Catalog.DEFAULT_TABLE_GROUP, false);
    };
  }

  /** Waits until so many more changes were acknowledged than were already. */
  void awaitMore(int count) {
    int wanted = acknowledged.size() + count;
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> acknowledged.size() >= wanted);
  }

  /** What was acknowledged so far. */
  Map<ChangeId, Position> acknowledged() {
    return Map.copyOf(acknowledged);
  }

  /** The largest generation that was acknowledged so far. */
  long newest() {
    return acknowledged.values().stream().mapToLong(Position::generation).max().orElseThrow();
  }

  /** The threads end after their current change. */
  void stop() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join(Duration.ofSeconds(60).toMillis());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      assertThat(thread.isAlive()).as("%s did not end", thread.getName()).isFalse();
    }
  }

  /**
   * Compares what was told with what is: no generation is missing, what is said not to be applied
   * is not there, and nothing is there that was never tried.
   *
   * @return which of the acknowledged changes are not there
   */
  Set<ChangeId> missing(CatalogStore judge) {
    List<HistoryEntry> log = judge.history(Long.MAX_VALUE, 1_000_000);
    assertThat(log.stream().map(entry -> entry.position().generation()).sorted())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, log.size()).boxed().toList());
    Map<ChangeId, Position> there =
        log.stream()
            .map(HistoryEntry::position)
            .collect(Collectors.toMap(Position::changeId, position -> position));
    failed.forEach(
        (id, error) -> {
          if (error.outcome() == Outcome.NOT_APPLIED) {
            assertThat(there).as("said not to be applied: %s", error).doesNotContainKey(id);
          }
        });
    Set<ChangeId> missing = new TreeSet<>((a, b) -> a.value().compareTo(b.value()));
    acknowledged.forEach(
        (id, position) -> {
          if (!position.equals(there.get(id))) {
            missing.add(id);
          }
        });
    assertThat(judge.check()).isEmpty();
    return missing;
  }

  /** How often nobody could say what became of a change. */
  long unknown() {
    return failed.values().stream().filter(error -> error.outcome() == Outcome.UNKNOWN).count();
  }

  @Override
  public void close() {
    stop();
  }
}
