package com.multigres.meta.memory.catalog;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.spi.Judgement;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One catalog with its history, behind one lock. Thread-safe. */
final class MemoryCatalog {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final TreeMap<Long, Generation> log = new TreeMap<>();
  private final Map<Long, ChangeId> pairs = new HashMap<>();
  private final Map<ChangeId, Applied> answers = new HashMap<>();
  private @Nullable CatalogSnapshot current;
  private long fence;

  /** One generation, with the catalog it left. */
  record Generation(HistoryEntry entry, CatalogSnapshot snapshot) {}

  /** What of the history comes after a position: every generation, or the catalog as it stands. */
  record Later(List<Generation> generations, CatalogSnapshot current, boolean known) {}

  CatalogSnapshot initialise(String author, Deadline deadline) {
    return locked(
        deadline,
        () -> {
          CatalogSnapshot there = current;
          return there != null
              ? there
              : advance(Catalog.initial(), ChangeId.random(), author, List.of());
        });
  }

  Applied apply(
      List<CatalogChange> changes,
      ApplyOptions options,
      MemoryCatalogStore.Settings settings,
      Deadline deadline) {
    return locked(
        deadline,
        () -> {
          CatalogSnapshot now = standing();
          ChangeId id = options.changeId().orElseGet(ChangeId::random);
          Applied before = answers.get(id);
          if (before != null) {
            return before;
          }
          options
              .expected()
              .ifPresent(expected -> Judgement.expect(expected, now.position(), this::knows));
          Catalog next = Judgement.next(now, fence, changes, options);
          boolean changed = !next.equals(now.catalog());
          if (changed) {
            advance(next, id, options.author().orElse(settings.user()), changes);
            trim(settings.retention());
          }
          Applied answer = new Applied(standing().position(), changed);
          answers.put(id, answer);
          return answer;
        });
  }

  private CatalogSnapshot advance(
      Catalog next, ChangeId id, String author, List<CatalogChange> changes) {
    long generation = current == null ? 1 : current.position().generation() + 1;
    CatalogSnapshot snapshot =
        new CatalogSnapshot(next, new Position(generation, id), Duration.ZERO);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    HistoryEntry entry = new HistoryEntry(snapshot.position(), now, author, changes, false);
    log.put(generation, new Generation(entry, snapshot));
    pairs.put(generation, id);
    current = snapshot;
    moved.signalAll();
    return snapshot;
  }

  private void trim(int retention) {
    log.headMap(standing().position().generation() - retention, true).clear();
  }

  void loseAfter(long generation) {
    lock.lock();
    try {
      Generation kept = log.get(generation);
      if (kept == null) {
        throw new IllegalArgumentException("the history holds no generation " + generation);
      }
      log.tailMap(generation, false).clear();
      pairs.keySet().removeIf(lost -> lost > generation);
      answers.values().removeIf(lost -> lost.position().generation() > generation);
      current = kept.snapshot();
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  CatalogSnapshot read(@Nullable Position atLeast, Deadline deadline) {
    return locked(
        deadline,
        () -> {
          if (atLeast != null) {
            awaitGeneration(atLeast.generation(), deadline);
          }
          if (atLeast != null && !knows(atLeast)) {
            throw Judgement.lost(atLeast, standing().position());
          }
          return standing();
        });
  }

  CatalogSnapshot readAt(long generation, Deadline deadline) {
    return locked(
        deadline,
        () -> {
          Position now = standing().position();
          Generation then = log.get(generation);
          if (then == null) {
            throw CatalogException.refused(
                Code.NOT_FOUND,
                "C8: the history holds no generation "
                    + generation
                    + ", only "
                    + log.firstKey()
                    + " to "
                    + now.generation());
          }
          return then.snapshot();
        });
  }

  List<HistoryEntry> history(long before, int limit, Deadline deadline) {
    return locked(
        deadline,
        () -> {
          standing();
          return log.headMap(before, false).descendingMap().values().stream()
              .limit(limit)
              .map(Generation::entry)
              .toList();
        });
  }

  void raiseFence(long token, Deadline deadline) {
    locked(
        deadline,
        () -> {
          standing();
          if (token < fence) {
            throw new CatalogException(
                Code.NOT_ALLOWED,
                "C12",
                Outcome.NOT_APPLIED,
                "C12: fence token " + token + " is smaller than the current one, " + fence,
                null,
                null);
          }
          fence = token;
          return token;
        });
  }

  /** Waits for what comes after a position; without one, or for a foreign one, never waits. */
  Later after(@Nullable Position position) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (current == null || standing().position().equals(position)) {
        moved.await();
      }
      CatalogSnapshot now = standing();
      if (position == null || !knows(position)) {
        return new Later(List.of(), now, false);
      }
      boolean reached = log.firstKey() <= position.generation() + 1;
      List<Generation> later =
          reached ? List.copyOf(log.tailMap(position.generation(), false).values()) : List.of();
      return new Later(later, now, true);
    } finally {
      lock.unlock();
    }
  }

  private boolean knows(Position position) {
    return position.changeId().equals(pairs.get(position.generation()));
  }

  private CatalogSnapshot standing() {
    if (current == null) {
      throw CatalogException.refused(
          Code.NOT_INITIALISED, "C1: there is no catalog yet; initialise it first");
    }
    return current;
  }

  private void awaitGeneration(long generation, Deadline deadline) {
    try {
      while (standing().position().generation() < generation) {
        if (moved.awaitNanos(deadline.remaining().toNanos()) <= 0) {
          throw tooLate(deadline);
        }
      }
    } catch (InterruptedException interrupted) {
      throw interrupted();
    }
  }

  private <R> R locked(Deadline deadline, Supplier<R> work) {
    try {
      if (!lock.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        throw tooLate(deadline);
      }
    } catch (InterruptedException interrupted) {
      throw interrupted();
    }
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private static CatalogException tooLate(Deadline deadline) {
    return CatalogException.refused(Code.TIMEOUT, "the " + deadline + " passed first");
  }

  private static CatalogException interrupted() {
    Thread.currentThread().interrupt();
    return CatalogException.refused(Code.INTERRUPTED, "the calling thread was interrupted");
  }
}
