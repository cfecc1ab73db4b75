package com.multigres.meta.testkit.catalog.broken;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.store.ErrorCategory;
import com.multigres.meta.testkit.broken.Defect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Changes whose outcome is told wrongly now and then, as only histories show (C11). */
final class BrokenRecordedOutcomes {
  private static final String LOST = "whatClientsDidAmongAccidentsIsOneHistory";

  private BrokenRecordedOutcomes() {}

  static List<Defect<CatalogStore>> all() {
    return List.of(
        Defect.<CatalogStore>of(
                "C11",
                "after the first accident no change is made any more",
                RefusingFromThen::new,
                LOST)
            .lacking("could not change the catalog"),
        Defect.of(
            "C11",
            "a change is found not to be in the log, and comes then",
            LookingTooEarly::new,
            LOST));
  }

  /** Every seventh change is denied while it is on its way. */
  private static final class LookingTooEarly extends CatalogLayer {
    private final AtomicInteger changes = new AtomicInteger();

    LookingTooEarly(CatalogStore real) {
      super(real);
    }

    @Override
    public CatalogStore withTimeout(Duration limit) {
      return new LookingTooEarly(below.withTimeout(limit));
    }

    @Override
    public Applied apply(List<CatalogChange> asked, ApplyOptions options) {
      if (changes.incrementAndGet() % 7 != 0) {
        return below.apply(asked, options);
      }
      CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS)
          .execute(() -> below.apply(asked, options));
      throw CatalogException.refused(Code.UNAVAILABLE, "it is not in the log");
    }
  }

  /** Refuses every change since one failed. */
  private static final class RefusingFromThen extends CatalogLayer {
    private final AtomicBoolean failed = new AtomicBoolean();

    RefusingFromThen(CatalogStore real) {
      super(real);
    }

    @Override
    public CatalogStore withTimeout(Duration limit) {
      return new RefusingFromThen(below.withTimeout(limit));
    }

    @Override
    public Applied apply(List<CatalogChange> asked, ApplyOptions options) {
      if (failed.get()) {
        throw CatalogException.refused(Code.UNAVAILABLE, "changes come later");
      }
      try {
        return below.apply(asked, options);
      } catch (CatalogException accident) {
        failed.compareAndSet(false, accident.category() == ErrorCategory.TRANSIENT);
        throw accident;
      }
    }
  }
}
