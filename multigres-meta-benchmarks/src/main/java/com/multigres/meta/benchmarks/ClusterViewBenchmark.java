package com.multigres.meta.benchmarks;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.topology.CellTopology;
import com.multigres.meta.view.ClusterSnapshot;
import com.multigres.meta.view.ClusterView;
import com.multigres.meta.view.Route;
import com.multigres.meta.view.ShardPoolers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a gateway pays per query, and how soon it sees a change, with a large cluster. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ClusterViewBenchmark {
  private static final int QUERIES = 1 << 14;
  private static final String MOVING = LargeCatalog.databaseName(0); // its first shard is ready

  private final LargeCluster cluster = new LargeCluster("lookup");
  private final String[] databases = new String[QUERIES];
  private final byte[][] keys = new byte[QUERIES][8];
  private final ShardKey[] shards = new ShardKey[QUERIES];
  private final CatalogStore catalog = cluster.catalog();
  private final CellTopology cell = cluster.topologyOf(0);
  private ClusterView view = startedView();
  private int next;
  private long term = 1;

  private ClusterView startedView() {
    cluster.fill();
    return cluster.view().start();
  }

  /** Waits until the view has everything, and draws what is asked for from a fixed seed. */
  @Setup
  public void prepare() throws InterruptedException {
    if (!view.await(ClusterSnapshot::isCurrent, Duration.ofMinutes(1))) {
      throw new IllegalStateException("not current: " + view.snapshot());
    }
    Random random = new Random(42);
    for (int i = 0; i < QUERIES; i++) {
      String name = LargeCatalog.databaseName(random.nextInt(LargeCatalog.DATABASES));
      databases[i] = new String(name.toCharArray()); // its hash is not known yet, as from a socket
      random.nextBytes(keys[i]);
      shards[i] = cluster.shard(random.nextInt(3 * LargeCluster.SERVED_SHARDS));
    }
  }

  /** Ends everything. */
  @TearDown
  public void close() {
    view.close();
    cluster.close();
  }

  /**
   * The poolers of a random shard, from the field that holds the snapshot on.
   *
   * @return the poolers
   */
  @Benchmark
  public ShardPoolers poolersOfShard() {
    return view.snapshot().poolers(shards[next++ & (QUERIES - 1)]);
  }

  /**
   * Where a query for a random key in a random database goes.
   *
   * @return the route
   */
  @Benchmark
  public Optional<Route> routeOfKey() {
    int query = next++ & (QUERIES - 1);
    return view.snapshot().route(databases[query], "tg", keys[query]);
  }

  /**
   * From before a pooler writes its record until the view shows it.
   *
   * @return the snapshot that does
   */
  @Benchmark
  public ClusterSnapshot changedPoolerIsSeen() {
    Pooler changed = cluster.pooler(0, ++term);
    cell.poolers().put(changed);
    return spin(seen -> seen.component(changed.id()).filter(changed::equals).isPresent());
  }

  /**
   * From before a change of the catalog until the view shows it.
   *
   * @return the snapshot that does
   */
  @Benchmark
  public ClusterSnapshot changedCatalogIsSeen() {
    ShardState state = ++term % 2 == 0 ? ShardState.DRAINING : ShardState.READY;
    SetShardState change = new SetShardState(MOVING, "default", "0-inf", state);
    Position position = catalog.apply(List.of(change), ApplyOptions.none()).position();
    return spin(seen -> seen.catalog().filter(c -> c.position().equals(position)).isPresent());
  }

  private ClusterSnapshot spin(Predicate<ClusterSnapshot> condition) {
    ClusterSnapshot seen = view.snapshot();
    while (!condition.test(seen)) {
      Thread.onSpinWait();
      seen = view.snapshot();
    }
    return seen;
  }
}
