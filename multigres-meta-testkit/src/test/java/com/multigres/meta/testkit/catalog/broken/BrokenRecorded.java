package com.multigres.meta.testkit.catalog.broken;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogListener;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.broken.Defect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Catalogs that are wrong now and then, as only histories show (C5 to C11). */
final class BrokenRecorded {
  private static final String PEACE = "whatClientsDidInPeaceIsOneHistory";
  private static final String LOST = "whatClientsDidAmongAccidentsIsOneHistory";

  private BrokenRecorded() {}

  static List<Defect<CatalogStore>> all() {
    return List.of(
        Defect.of(
            "C5",
            "an expectation is compared before the change is made",
            ComparingFirst::new,
            PEACE),
        Defect.of(
            "C6", "every sixth read is answered by who knows no newer", ReadingTheOld::new, PEACE),
        Defect.of("C7", "a subscription goes on with the present", SkippingWhatCame::new, PEACE),
        Defect.of(
            "C7", "a subscription from a position tells nothing", SilentFromAPosition::new, PEACE),
        Defect.of(
            "C5", "a change that alters something is said to do nothing", DoingNothing::new, PEACE),
        Defect.<CatalogStore>of(
                "C3", "of a list of changes only the first is made", MakingTheFirst::new, PEACE)
            // The ones after it are judged by what should have been there.
            .judged("C3", "C4", "C5"),
        Defect.of("C9", "a generation that is lost is not told of", LosingGenerations::new, LOST),
        Defect.of(
            "C9", "an acknowledged generation is lost, and told of", TellingOfLosses::new, LOST));
  }

  /** Looks at the position, and applies without an expectation then. */
  private static final class ComparingFirst extends CatalogLayer {
    ComparingFirst(CatalogStore real) {
      super(real);
    }

    @Override
    public CatalogStore withTimeout(Duration limit) {
      return new ComparingFirst(below.withTimeout(limit));
    }

    @Override
    public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
      Position now = below.read().position();
      if (options.expected().filter(now::equals).isEmpty()) {
        return below.apply(changes, options);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      return below.apply(changes, ApplyOptions.as(options.changeId().orElseGet(ChangeId::random)));
    }
  }

  /** Every sixth read shows what the one before it showed. */
  private static final class ReadingTheOld extends CatalogLayer {
    private final AtomicReference<@Nullable CatalogSnapshot> last = new AtomicReference<>();
    private final AtomicInteger reads = new AtomicInteger();

    ReadingTheOld(CatalogStore real) {
      super(real);
    }

    @Override
    public CatalogStore withTimeout(Duration limit) {
      return new ReadingTheOld(below.withTimeout(limit));
    }

    @Override
    public CatalogSnapshot read(ReadOptions options) {
      CatalogSnapshot old = last.get();
      if (old != null && reads.incrementAndGet() % 6 == 0) {
        return old;
      }
      CatalogSnapshot now = below.read(options);
      last.set(now);
      return now;
    }
  }

  /** A subscription from a position tells nothing of what came since. */
  private static final class SkippingWhatCame extends CatalogLayer {
    SkippingWhatCame(CatalogStore real) {
      super(real);
    }

    @Override
    public CatalogStore withTimeout(Duration limit) {
      return new SkippingWhatCame(below.withTimeout(limit));
    }

    @Override
    public Subscription subscribe(Optional<Position> from, CatalogListener listener) {
      return below.subscribe(from.map(known -> below.read().position()), listener);
    }
  }

  /** A subscription from a position is opened, and that is all. */
  private static final class SilentFromAPosition extends CatalogLayer {
    SilentFromAPosition(CatalogStore real) {
      super(real);
    }

    @Override
    public CatalogStore withTimeout(Duration limit) {
      return new SilentFromAPosition(below.withTimeout(limit));
    }

    @Override
    public Subscription subscribe(Optional<Position> from, CatalogListener listener) {
      return from.isEmpty() ? below.subscribe(from, listener) : () -> {};
    }
  }

  /** Every fourth new database is not made. */
  private static final class DoingNothing extends CatalogLayer {
    private final AtomicInteger changes = new AtomicInteger();

    DoingNothing(CatalogStore real) {
      super(real);
    }

    @Override
    public CatalogStore withTimeout(Duration limit) {
      return new DoingNothing(below.withTimeout(limit));
    }

    @Override
    public Applied apply(List<CatalogChange> asked, ApplyOptions options) {
      boolean makes =
          asked.get(0) instanceof CatalogChange.CreateDatabase create
              && !create.ifNotExists()
              && !create.name().startsWith("shared");
      return makes && options.expected().isEmpty() && changes.incrementAndGet() % 4 == 0
          ? new Applied(below.read().position(), false)
          : below.apply(asked, options);
    }
  }

  /** Every third list of several changes is cut short. */
  private static final class MakingTheFirst extends CatalogLayer {
    private final AtomicInteger changes = new AtomicInteger();

    MakingTheFirst(CatalogStore real) {
      super(real);
    }

    @Override
    public CatalogStore withTimeout(Duration limit) {
      return new MakingTheFirst(below.withTimeout(limit));
    }

    @Override
    public Applied apply(List<CatalogChange> asked, ApplyOptions options) {
      boolean cut = asked.size() > 1 && changes.incrementAndGet() % 3 == 0;
      return below.apply(cut ? asked.subList(0, 1) : asked, options);
    }
  }

  /** Every ninth change is acknowledged and gone; who goes on from there is told. */
  private static final class TellingOfLosses extends CatalogLayer {
    private final AtomicInteger changes = new AtomicInteger();

    TellingOfLosses(CatalogStore real) {
      super(real);
    }

    @Override
    public CatalogStore withTimeout(Duration limit) {
      return new TellingOfLosses(below.withTimeout(limit));
    }

    @Override
    public Applied apply(List<CatalogChange> asked, ApplyOptions options) {
      if (changes.incrementAndGet() % 9 != 0 || options.expected().isPresent()) {
        return below.apply(asked, options);
      }
      long next = below.read().position().generation() + 1;
      return new Applied(new Position(next, options.changeId().orElseGet(ChangeId::random)), true);
    }
  }

  /** Every ninth change is acknowledged and gone, and its generation is the next one's. */
  private static final class LosingGenerations extends CatalogLayer {
    private final AtomicInteger changes = new AtomicInteger();

    LosingGenerations(CatalogStore real) {
      super(real);
    }

    @Override
    public CatalogStore withTimeout(Duration limit) {
      return new LosingGenerations(below.withTimeout(limit));
    }

    @Override
    public Applied apply(List<CatalogChange> asked, ApplyOptions options) {
      if (changes.incrementAndGet() % 9 != 0 || options.expected().isPresent()) {
        return appliedAnyway(asked, options);
      }
      Position now = below.read().position();
      ChangeId id = options.changeId().orElseGet(ChangeId::random);
      return new Applied(new Position(now.generation() + 1, id), true);
    }

    private Applied appliedAnyway(List<CatalogChange> asked, ApplyOptions options) {
      try {
        return below.apply(asked, options);
      } catch (CatalogException told) {
        throw told.code() == Code.LOST_HISTORY
            ? CatalogException.refused(Code.STALE_POSITION, "there is a newer one")
            : told;
      }
    }

    @Override
    public CatalogSnapshot read(ReadOptions options) {
      try {
        return below.read(options);
      } catch (CatalogException told) {
        if (told.code() == Code.LOST_HISTORY) {
          return below.read();
        }
        throw told;
      }
    }
  }
}
