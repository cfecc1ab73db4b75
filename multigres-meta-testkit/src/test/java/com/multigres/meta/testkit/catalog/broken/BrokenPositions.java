package com.multigres.meta.testkit.catalog.broken;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.testkit.broken.Meeting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Stores that are wrong about generations, positions and ids (C5). */
final class BrokenPositions {
  private BrokenPositions() {}

  static List<Defect<CatalogStore>> all() {
    return List.of(
        Defect.of(
            "C5",
            "a generation is skipped",
            BrokenPositions::skipsGenerations,
            "eachChangeMakesTheGenerationOneLarger"),
        Defect.of(
            "C5",
            "a change answers with the position before it",
            BrokenPositions::answersTooSoon,
            "eachChangeMakesTheGenerationOneLarger"),
        Defect.of(
            "C5",
            "two changes have the same position",
            BrokenPositions::repeatsPositions,
            "eachChangeMakesTheGenerationOneLarger",
            "withoutAnExpectationEveryChangeIsAppliedInTurn"),
        Defect.of(
            "C5",
            "what alters nothing makes a generation",
            BrokenPositions::countsNothing,
            "whatAltersNothingLeavesThePosition",
            "creatingIfNotExistsAltersNothing"),
        Defect.of(
                "C5",
                "an id of the caller's is ignored",
                BrokenPositions::ignoresIds,
                "theCallersOwnIdIsThePositionsId",
                "aRepeatedIdAnswersAsTheFirstTime",
                "anIdUsedByManyAtOnceIsAppliedOnce")
            .failing(Code.ALREADY_EXISTS),
        Defect.of(
                "C5",
                "a refused change uses up its id",
                BrokenPositions::usesUpIds,
                "aRefusedChangeDoesNotUseUpItsId")
            .failing(Code.ALREADY_EXISTS),
        Defect.of(
            "C5",
            "an expectation is ignored",
            BrokenPositions::ignoresExpectations,
            "aStaleExpectationIsRefusedWithTheCurrentPosition"),
        Defect.of(
            "C5",
            "a stale expectation is refused without the current position",
            BrokenPositions::hidesThePosition,
            "aStaleExpectationIsRefusedWithTheCurrentPosition"),
        Defect.of(
            "C5",
            "an expectation is looked at before the change, not with it",
            BrokenPositions::looksThenApplies,
            "optimisticWritersLeaveNoGapAndNoDuplicate"),
        Defect.of(
            "C9",
            "an expected position is compared by its number alone",
            BrokenPositions::comparesNumbers,
            "aChangeThatExpectsALostPositionIsRefused",
            "anExpectationOfAnotherHistoryIsRefusedAsLost"));
  }

  private static ApplyOptions expecting(ApplyOptions options, Optional<Position> expected) {
    return new ApplyOptions(expected, options.changeId(), options.author(), options.fence());
  }

  private static CatalogStore skipsGenerations(CatalogStore real) {
    AtomicInteger count = new AtomicInteger();
    return new CatalogLayer(real) {
      @Override
      public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
        Applied applied = below.apply(changes, options);
        below.apply(
            List.of(CreateDatabase.named("skip" + count.incrementAndGet())), ApplyOptions.none());
        return applied;
      }
    };
  }

  private static CatalogStore answersTooSoon(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
        Position before = below.read().position();
        return new Applied(before, below.apply(changes, options).changed());
      }
    };
  }

  private static CatalogStore repeatsPositions(CatalogStore real) {
    List<Applied> told = new CopyOnWriteArrayList<>();
    return new CatalogLayer(real) {
      @Override
      public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
        told.add(below.apply(changes, options));
        return told.get(0);
      }
    };
  }

  private static CatalogStore countsNothing(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
        Applied applied = below.apply(changes, options);
        return applied.changed()
            ? applied
            : below.apply(List.of(CreateDatabase.named("nothing")), ApplyOptions.none());
      }
    };
  }

  private static CatalogStore ignoresIds(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
        return below.apply(changes, options.withChangeId(ChangeId.random()));
      }
    };
  }

  private static CatalogStore usesUpIds(CatalogStore real) {
    Map<ChangeId, CatalogException> refused = new ConcurrentHashMap<>();
    return new CatalogLayer(real) {
      @Override
      public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
        ChangeId id = options.changeId().orElseGet(ChangeId::random);
        CatalogException before = refused.get(id);
        if (before != null) {
          throw before;
        }
        try {
          return below.apply(changes, options.withChangeId(id));
        } catch (CatalogException refusal) {
          refused.put(id, refusal);
          throw refusal;
        }
      }
    };
  }

  private static CatalogStore ignoresExpectations(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
        return below.apply(changes, expecting(options, Optional.empty()));
      }
    };
  }

  private static CatalogStore hidesThePosition(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
        try {
          return below.apply(changes, options);
        } catch (CatalogException refusal) {
          throw CatalogException.refused(refusal.code(), String.valueOf(refusal.getMessage()));
        }
      }
    };
  }

  private static CatalogStore looksThenApplies(CatalogStore real) {
    Meeting between = new Meeting();
    return new CatalogLayer(real) {
      @Override
      public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
        Position now = below.read().position();
        if (options.expected().isPresent() && !options.expected().get().equals(now)) {
          throw new CatalogException(
              Code.STALE_POSITION, "C5", Outcome.NOT_APPLIED, "stale", now, null);
        }
        if (options.expected().isPresent()) {
          between.come();
        }
        return below.apply(changes, expecting(options, Optional.empty()));
      }
    };
  }

  private static CatalogStore comparesNumbers(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
        Position now = below.read().position();
        boolean same =
            options.expected().map(Position::generation).equals(Optional.of(now.generation()));
        return below.apply(changes, same ? expecting(options, Optional.of(now)) : options);
      }
    };
  }
}
