package com.multigres.meta.testkit.catalog.broken;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.testkit.broken.Defect;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Refusals and pages that are wrong now and then, as only histories show (C4, C5, C8). */
final class BrokenRecordedRefusals {
  private static final String PEACE = "whatClientsDidInPeaceIsOneHistory";

  private BrokenRecordedRefusals() {}

  static List<Defect<CatalogStore>> all() {
    return List.of(
        Defect.of("C4", "a change that breaks no rule is refused", RefusingTheNew::new, PEACE),
        Defect.of("C5", "a repeat is refused", RefusingRepeats::new, PEACE),
        Defect.of("C8", "a page lacks the newest generation", LeavingOutTheNewest::new, PEACE));
  }

  /** Every fourth new database is there already, for all that is said. */
  private static final class RefusingTheNew extends CatalogLayer {
    private final AtomicInteger changes = new AtomicInteger();

    RefusingTheNew(CatalogStore real) {
      super(real);
    }

    @Override
    public CatalogStore withTimeout(Duration limit) {
      return new RefusingTheNew(below.withTimeout(limit));
    }

    @Override
    public Applied apply(List<CatalogChange> asked, ApplyOptions options) {
      boolean makes =
          asked.get(0) instanceof CatalogChange.CreateDatabase create
              && !create.ifNotExists()
              && !create.name().startsWith("shared");
      if (makes && changes.incrementAndGet() % 4 == 0) {
        throw CatalogException.refused(Code.ALREADY_EXISTS, "there is one of that name");
      }
      return below.apply(asked, options);
    }
  }

  /** What was done under an id is refused under it. */
  private static final class RefusingRepeats extends CatalogLayer {
    private final Set<String> done = ConcurrentHashMap.newKeySet();

    RefusingRepeats(CatalogStore real) {
      super(real);
    }

    @Override
    public CatalogStore withTimeout(Duration limit) {
      return new RefusingRepeats(below.withTimeout(limit));
    }

    @Override
    public Applied apply(List<CatalogChange> asked, ApplyOptions options) {
      String id = options.changeId().map(one -> one.value()).orElse("");
      if (done.contains(id)) {
        throw CatalogException.refused(Code.ALREADY_EXISTS, "that was done");
      }
      Applied applied = below.apply(asked, options);
      done.add(id);
      return applied;
    }
  }

  /** Every other page begins with the generation before the newest. */
  private static final class LeavingOutTheNewest extends CatalogLayer {
    private final AtomicInteger pages = new AtomicInteger();

    LeavingOutTheNewest(CatalogStore real) {
      super(real);
    }

    @Override
    public CatalogStore withTimeout(Duration limit) {
      return new LeavingOutTheNewest(below.withTimeout(limit));
    }

    @Override
    public List<HistoryEntry> history(long before, int limit) {
      List<HistoryEntry> page = below.history(before, limit);
      boolean cut = page.size() > 1 && pages.incrementAndGet() % 2 == 0;
      return cut ? page.subList(1, page.size()) : page;
    }
  }
}
