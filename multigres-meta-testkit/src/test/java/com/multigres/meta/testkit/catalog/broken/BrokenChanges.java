package com.multigres.meta.testkit.catalog.broken;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.ForgetDatabase;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import com.multigres.meta.model.CatalogChange.SetAuthority;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.broken.Defect;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Stores that are wrong about changes (C1 to C4, C10, C12). */
final class BrokenChanges {
  private BrokenChanges() {}

  static List<Defect<CatalogStore>> all() {
    return List.of(
        Defect.of(
                "C1",
                "initialising again is an error",
                BrokenChanges::initialisesOnce,
                "initialisingAgainChangesNothing",
                "concurrentInitialisationsEndInOneCatalog")
            .failing(Code.ALREADY_EXISTS),
        Defect.of(
            "C1",
            "initialising again makes another generation",
            BrokenChanges::initialisesAnew,
            "initialisingAgainChangesNothing"),
        Defect.of(
            "C2",
            "a gap is accepted",
            forgiving(Code.RULE_BROKEN),
            "rangesThatDoNotTileAreRefused"),
        Defect.of(
            "C2",
            "the default database can be dropped",
            forgiving(Code.RULE_BROKEN),
            "theDefaultDatabaseCannotBeDropped"),
        Defect.of(
            "C2",
            "a name is given twice",
            forgiving(Code.ALREADY_EXISTS),
            "aTakenNameIsRefusedAndNothingIsStored",
            "ofManyWhoMakeTheSameDatabaseOneSucceeds"),
        Defect.of(
            "C3",
            "a list is applied change by change",
            BrokenChanges::appliesOneByOne,
            "aListIsNotAppliedAtAllWhenOneOfItIsRefused",
            "aListIsAppliedWholeAsOneGeneration"),
        Defect.of(
            "C3",
            "what is dropped is forgotten at once",
            changing(BrokenChanges::forgetsAtOnce),
            "aDroppedDatabaseKeepsItsNameUntilItIsForgotten"),
        Defect.of(
            "C3",
            "a rename makes another database",
            changing(BrokenChanges::makesAnotherForARename),
            "aRenameKeepsIdAndExternalName"),
        Defect.of(
            "C4",
            "a refused change is stored in part",
            BrokenChanges::storesWhatItRefuses,
            "aTakenNameIsRefusedAndNothingIsStored"),
        Defect.of(
            "C4",
            "a refusal names no rule",
            refusing(BrokenChanges::withoutRule),
            "theDefaultDatabaseCannotBeDropped"),
        Defect.of(
            "C4",
            "a refusal claims not to know",
            refusing(BrokenChanges::unknown),
            "whatIsNotThereIsNotFoundUnlessTheChangeSaysSo"),
        Defect.of(
                "C10",
                "names are folded to lower case",
                changing(BrokenChanges::foldsNames),
                "anyIdentifierIsAName")
            .failing(Code.NOT_FOUND),
        Defect.of(
            "C10",
            "a name that is none is accepted",
            forgiving(Code.BAD_INPUT),
            "whatIsNoIdentifierIsRefused"),
        Defect.of(
            "C12",
            "whoever asks may change what Kubernetes decides",
            changing(BrokenChanges::seizesAuthority),
            "underKubernetesOthersAreRefusedWithTheReason"),
        Defect.of("C12", "a fence falls", BrokenChanges::lowersFences, "aFenceOnlyRises"),
        Defect.of(
            "C12",
            "a predecessor's fence passes",
            BrokenChanges::ignoresFences,
            "aPredecessorsFenceIsRefusedUnderEveryAuthority"));
  }

  private static CatalogStore initialisesOnce(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public CatalogSnapshot initialise() {
        try {
          below.read();
        } catch (CatalogException notYet) {
          return below.initialise();
        }
        throw CatalogException.refused(Code.ALREADY_EXISTS, "there is a catalog");
      }
    };
  }

  private static CatalogStore initialisesAnew(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public CatalogSnapshot initialise() {
        CatalogSnapshot there = below.initialise();
        if (there.position().generation() > 1) {
          below.apply(List.of(CreateDatabase.named("anew")), ApplyOptions.none());
        }
        return below.read();
      }
    };
  }

  /** Takes what should be refused with a code. */
  private static UnaryOperator<CatalogStore> forgiving(Code code) {
    return real ->
        new CatalogLayer(real) {
          @Override
          public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
            try {
              return below.apply(changes, options);
            } catch (CatalogException refusal) {
              if (refusal.code() != code) {
                throw refusal;
              }
              return new Applied(below.read().position(), true);
            }
          }
        };
  }

  /** Applies something else than was asked for. */
  private static UnaryOperator<CatalogStore> changing(
      Function<CatalogChange, List<CatalogChange>> other) {
    return real ->
        new CatalogLayer(real) {
          @Override
          public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
            return below.apply(changes.stream().map(other).flatMap(List::stream).toList(), options);
          }
        };
  }

  private static List<CatalogChange> forgetsAtOnce(CatalogChange change) {
    return change instanceof DropDatabase drop
        ? List.of(drop, new ForgetDatabase(drop.name(), drop.ifExists()))
        : List.of(change);
  }

  private static List<CatalogChange> makesAnotherForARename(CatalogChange change) {
    return change instanceof RenameDatabase rename
        ? List.of(
            new DropDatabase(rename.name(), false),
            new ForgetDatabase(rename.name(), false),
            CreateDatabase.named(rename.newName()))
        : List.of(change);
  }

  private static List<CatalogChange> foldsNames(CatalogChange change) {
    return change instanceof CreateDatabase create
        ? List.of(CreateDatabase.named(create.name().toLowerCase(Locale.ROOT)))
        : List.of(change);
  }

  private static List<CatalogChange> seizesAuthority(CatalogChange change) {
    return change instanceof CreateDatabase
        ? List.of(new SetAuthority(Authority.CATALOG), change)
        : List.of(change);
  }

  private static CatalogStore appliesOneByOne(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
        Applied last = new Applied(below.read().position(), false);
        for (CatalogChange change : changes) {
          last = below.apply(List.of(change), options);
        }
        return last;
      }
    };
  }

  private static CatalogStore storesWhatItRefuses(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
        try {
          return below.apply(changes, options);
        } catch (CatalogException refusal) {
          below.apply(List.of(CreateDatabase.named("in part", true)), ApplyOptions.none());
          throw refusal;
        }
      }
    };
  }

  private static UnaryOperator<CatalogStore> refusing(UnaryOperator<CatalogException> other) {
    return real ->
        new CatalogLayer(real) {
          @Override
          public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
            try {
              return below.apply(changes, options);
            } catch (CatalogException refusal) {
              throw other.apply(refusal);
            }
          }
        };
  }

  private static CatalogException withoutRule(CatalogException refusal) {
    return CatalogException.refused(refusal.code(), String.valueOf(refusal.getMessage()));
  }

  private static CatalogException unknown(CatalogException refusal) {
    return new CatalogException(
        refusal.code(),
        refusal.rule().orElse(null),
        Outcome.UNKNOWN,
        String.valueOf(refusal.getMessage()),
        null,
        refusal);
  }

  private static CatalogStore lowersFences(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public void raiseFence(long token) {
        try {
          below.raiseFence(token);
        } catch (CatalogException refusal) {
          below.read();
        }
      }
    };
  }

  private static CatalogStore ignoresFences(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
        ApplyOptions newest = options.fence().isPresent() ? options.withFence(1_000) : options;
        options.fence().ifPresent(token -> below.raiseFence(1_000));
        return below.apply(changes, newest);
      }
    };
  }
}
