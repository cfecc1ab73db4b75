package com.multigres.meta.testkit.catalog.broken;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.testkit.broken.Defect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Stores that are wrong about what became of a change (C11). */
final class BrokenOutcomes {
  private BrokenOutcomes() {}

  static List<Defect<CatalogStore>> all() {
    return List.of(
        Defect.of(
                "C11",
                "a lost change is tried again under another id",
                BrokenOutcomes::triesUnderAnotherId,
                "aChangeThatIsLostOnItsWayIsNeverSaidToBeApplied")
            .failing(Code.ALREADY_EXISTS),
        Defect.of(
            "C11",
            "a lost change is said to be applied",
            BrokenOutcomes::claimsSuccess,
            "aChangeThatIsLostOnItsWayIsNeverSaidToBeApplied"),
        Defect.of(
                "C11",
                "an applied change is said not to be",
                BrokenOutcomes::deniesSuccess,
                "aChangeWhoseAnswerIsLostIsFoundApplied",
                "anUnknownOutcomeIsResolvedByARepeatUnderTheSameId")
            .failing(Code.UNAVAILABLE),
        Defect.of(
            "C11",
            "a store that was cut off stays away",
            BrokenOutcomes::staysAway,
            "aStoreThatIsCutOffSaysSoAndRecoversUnaided"),
        Defect.of(
            "C4",
            "a server out of reach is the caller's mistake",
            BrokenOutcomes::blamesTheCaller,
            "aStoreThatIsCutOffSaysSoAndRecoversUnaided"));
  }

  private static CatalogStore triesUnderAnotherId(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
        try {
          return below.apply(changes, options);
        } catch (CatalogException lost) {
          return below.apply(changes, options.withChangeId(ChangeId.random()));
        }
      }
    };
  }

  private static CatalogStore claimsSuccess(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
        try {
          return below.apply(changes, options);
        } catch (CatalogException lost) {
          long next = below.read().position().generation() + 1;
          return new Applied(new Position(next, options.changeId().orElseThrow()), true);
        }
      }
    };
  }

  private static CatalogStore deniesSuccess(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public CatalogStore withTimeout(Duration timeout) {
        return deniesSuccess(below.withTimeout(timeout));
      }

      @Override
      public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
        below.apply(changes, options);
        throw CatalogException.refused(Code.UNAVAILABLE, "no, it was not applied");
      }
    };
  }

  private static CatalogStore staysAway(CatalogStore real) {
    AtomicReference<CatalogException> gone = new AtomicReference<>();
    return new CatalogLayer(real) {
      @Override
      public CatalogStore withTimeout(Duration timeout) {
        CatalogStore whole = this;
        return new CatalogLayer(below.withTimeout(timeout)) {
          @Override
          public CatalogSnapshot read(ReadOptions options) {
            return whole.read(options);
          }
        };
      }

      @Override
      public CatalogSnapshot read(ReadOptions options) {
        CatalogException before = gone.get();
        if (before != null) {
          throw before;
        }
        try {
          return below.read(options);
        } catch (CatalogException away) {
          gone.set(away);
          throw away;
        }
      }
    };
  }

  private static CatalogStore blamesTheCaller(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public CatalogStore withTimeout(Duration timeout) {
        return blamesTheCaller(below.withTimeout(timeout));
      }

      @Override
      public CatalogSnapshot read(ReadOptions options) {
        try {
          return below.read(options);
        } catch (CatalogException away) {
          throw CatalogException.badInput(String.valueOf(away.getMessage()));
        }
      }
    };
  }
}
