package com.multigres.meta.testkit.topo.broken;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.broken.ContractTests;
import com.multigres.meta.testkit.topo.TopoStoreContract;
import com.multigres.meta.topo.Capabilities;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A store whose reads may lag, and that says so, is judged by what it promises (T5). */
class LaggingStoresTest {
  private static final String PEACE = "whatClientsDidInPeaceIsOneHistory";

  private final ContractTests tests =
      new ContractTests(TopoStoreContract.class, BrokenTopoStore.class);

  @AfterAll
  static void end() {
    BrokenTopoStore.next(UnaryOperator.identity());
  }

  @Test
  void whatItsClientsDidIsOneHistory() {
    AtomicInteger old = new AtomicInteger();
    BrokenTopoStore.next(opener -> where -> new Lagging(opener.apply(where), old).store());
    assertThat(tests.run(PEACE, 30, 0)).isEmpty();
    assertThat(old).as("reads that may have shown the past").hasPositiveValue();
  }

  /** Every third read shows what the one before it showed. */
  private static final class Lagging extends TopoLayer {
    private final AtomicInteger old;
    private final Map<TopoPath, Optional<Node>> known = new ConcurrentHashMap<>();
    private final AtomicInteger reads = new AtomicInteger();

    Lagging(TopoStore real, AtomicInteger old) {
      super(real);
      this.old = old;
    }

    @Override
    public TopoStore withTimeout(Duration timeout) {
      return new Lagging(below.withTimeout(timeout), old).store();
    }

    @Override
    public Capabilities capabilities() {
      Capabilities all = below.capabilities();
      Set<Capability> present = EnumSet.copyOf(all.present());
      present.remove(Capability.LINEARIZABLE_READS);
      return new Capabilities(
          present,
          all.maxValueBytes(),
          all.maxPathBytes(),
          all.maxBatchOperations(),
          all.maxBatchBytes(),
          all.minTtl(),
          all.maxTtl(),
          all.sessionSlack());
    }

    @Override
    public Optional<Node> read(TopoPath path) {
      Optional<Node> before = known.get(path);
      if (before != null && reads.incrementAndGet() % 3 == 0) {
        old.incrementAndGet();
        return before;
      }
      Optional<Node> now = below.read(path);
      known.put(path, now);
      return now;
    }
  }
}
