package com.multigres.meta.testkit.catalog.broken;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.testkit.broken.ContractTests;
import com.multigres.meta.testkit.catalog.CatalogStoreContract;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A catalog whose reads may lag, and that says so, is judged by what it promises (C6). */
class LaggingCatalogsTest {
  private static final String PEACE = "whatClientsDidInPeaceIsOneHistory";

  private final ContractTests tests =
      new ContractTests(CatalogStoreContract.class, BrokenCatalogStore.class);

  @AfterAll
  static void end() {
    BrokenCatalogStore.next(UnaryOperator.identity());
  }

  @Test
  void whatItsClientsDidIsOneHistory() {
    AtomicInteger old = new AtomicInteger();
    BrokenCatalogStore.next(opener -> where -> new Lagging(opener.apply(where), old));
    assertThat(tests.run(PEACE, 30, 0)).isEmpty();
    assertThat(old).as("reads that may have shown the past").hasPositiveValue();
  }

  /** Every sixth read shows what the one before it showed, if nobody asks for a position. */
  private static final class Lagging extends CatalogLayer {
    private final AtomicInteger old;
    private final AtomicReference<@Nullable CatalogSnapshot> last = new AtomicReference<>();
    private final AtomicInteger reads = new AtomicInteger();

    Lagging(CatalogStore real, AtomicInteger old) {
      super(real);
      this.old = old;
    }

    @Override
    public CatalogStore withTimeout(Duration limit) {
      return new Lagging(below.withTimeout(limit), old);
    }

    @Override
    public Set<CatalogCapability> capabilities() {
      Set<CatalogCapability> present = EnumSet.copyOf(below.capabilities());
      present.remove(CatalogCapability.LINEARIZABLE_READS);
      return present;
    }

    @Override
    public CatalogSnapshot read(ReadOptions options) {
      CatalogSnapshot before = last.get();
      boolean anyWillDo =
          options.source() == ReadOptions.Source.PRIMARY && options.atLeast().isEmpty();
      if (before != null && anyWillDo && reads.incrementAndGet() % 6 == 0) {
        old.incrementAndGet();
        return before;
      }
      CatalogSnapshot now = below.read(options);
      last.set(now);
      return now;
    }
  }
}
