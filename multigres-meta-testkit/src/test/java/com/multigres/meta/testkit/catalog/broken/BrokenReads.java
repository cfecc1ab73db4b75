package com.multigres.meta.testkit.catalog.broken;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.model.Violation;
import com.multigres.meta.testkit.broken.Defect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Stores that are wrong about what they show, and about their life (C4, C6, C9, P1 to P6). */
final class BrokenReads {
  private BrokenReads() {}

  static List<Defect<CatalogStore>> all() {
    return List.of(
        Defect.of(
            "C6",
            "a read shows what was there once",
            reading(BrokenReads::remembersForEver),
            "aReadSeesWhatAnotherStoreWasTold"),
        Defect.of(
            "C6",
            "a cached read goes back",
            reading(BrokenReads::goesBack),
            "aCachedReadFollowsAndNeverGoesBack"),
        Defect.of(
            "C6",
            "a read does not wait for its position",
            BrokenReads::doesNotWait,
            "aPositionThatDoesNotComeEndsAtTheDeadline"),
        Defect.of(
            "C9",
            "a lost position is waited for no more than any other",
            BrokenReads::doesNotWait,
            "aPositionOfAnotherHistoryIsNotWaitedFor",
            "aReadAfterARestoreShowsWhatWasRestored"),
        Defect.of(
            "C9",
            "a restore is not noticed",
            reading(BrokenReads::remembersTheNewest),
            "aReadAfterARestoreShowsWhatWasRestored",
            "aReadIsNotFooledByTheSameGenerationOfAnotherHistory"),
        Defect.of(
            "C4",
            "a closed store goes on",
            BrokenReads::neverCloses,
            "aClosedStoreRefusesEverything"),
        Defect.of(
                "C4",
                "a closed store leaves a thread",
                BrokenReads::leavesAThread,
                "aTimeoutMustBeMoreThanZero")
            .leaving(),
        Defect.opening(
            "P1",
            "two catalogs of one server are one",
            opener -> where -> opener.apply(where.replaceFirst("f+\\?", "?")),
            "twoCatalogsOnOneServerDoNotMeet"),
        Defect.of(
            "P2",
            "a healthy catalog is said to be ill",
            BrokenReads::findsFaults,
            "aHealthyCatalogHasNoViolations"),
        Defect.of(
            "P3",
            "migrating what is up to date does something",
            BrokenReads::migratesAgain,
            "migratingWhatIsUpToDateDoesNothing"),
        Defect.of(
            "P3",
            "a schema that is too new is read all the same",
            BrokenReads::guesses,
            "aSchemaThatIsTooNewIsLeftAlone"),
        Defect.of(
            "P6",
            "a read of a standby asks the primary",
            reading(below -> options -> below.read()),
            "aStandbyReadIsRefusedWhereThereIsNone"));
  }

  /** Reads in another way, from the store below. */
  private static UnaryOperator<CatalogStore> reading(
      Function<CatalogStore, Function<ReadOptions, CatalogSnapshot>> way) {
    return real -> {
      Function<ReadOptions, CatalogSnapshot> other = way.apply(real);
      return new CatalogLayer(real) {
        @Override
        public CatalogSnapshot read(ReadOptions options) {
          return other.apply(options);
        }
      };
    };
  }

  private static Function<ReadOptions, CatalogSnapshot> remembersForEver(CatalogStore below) {
    AtomicReference<CatalogSnapshot> first = new AtomicReference<>();
    return options -> {
      first.compareAndSet(null, below.read(options));
      return first.get();
    };
  }

  private static Function<ReadOptions, CatalogSnapshot> goesBack(CatalogStore below) {
    AtomicReference<CatalogSnapshot> last = new AtomicReference<>();
    AtomicInteger reads = new AtomicInteger();
    return options -> {
      CatalogSnapshot now = below.read(options);
      CatalogSnapshot before = last.get();
      if (before != null && reads.incrementAndGet() % 3 == 0) {
        return before;
      }
      last.compareAndSet(null, now);
      return now;
    };
  }

  private static Function<ReadOptions, CatalogSnapshot> remembersTheNewest(CatalogStore below) {
    AtomicReference<CatalogSnapshot> newest = new AtomicReference<>();
    return options ->
        newest.accumulateAndGet(
            below.read(options),
            (old, now) ->
                old != null && old.position().generation() >= now.position().generation()
                    ? old
                    : now);
  }

  private static CatalogStore doesNotWait(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public CatalogStore withTimeout(Duration timeout) {
        return doesNotWait(below.withTimeout(timeout));
      }

      @Override
      public CatalogSnapshot read(ReadOptions options) {
        return below.read(new ReadOptions(options.source(), Optional.empty()));
      }
    };
  }

  private static CatalogStore neverCloses(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public CatalogStore withTimeout(Duration timeout) {
        return neverCloses(below.withTimeout(timeout));
      }

      @Override
      public void close() {}
    };
  }

  private static CatalogStore leavesAThread(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public void close() {
        below.close();
        Thread left =
            new Thread(() -> LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(60)), "multigres-left");
        left.setDaemon(true);
        left.start();
      }
    };
  }

  private static CatalogStore findsFaults(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public List<Violation> check() {
        return List.of(new Violation("C2", "nothing in particular"));
      }
    };
  }

  private static CatalogStore guesses(CatalogStore real) {
    CatalogSnapshot before = real.initialise();
    return new CatalogLayer(real) {
      @Override
      public CatalogSnapshot read(ReadOptions options) {
        try {
          return below.read(options);
        } catch (CatalogException tooNew) {
          return before;
        }
      }
    };
  }

  private static CatalogStore migratesAgain(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public List<String> migrate() {
        return List.of("one more step");
      }
    };
  }
}
