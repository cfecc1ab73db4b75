package com.multigres.meta.benchmarks;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.ShardState;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A catalog of 1,000 databases and 100,000 shards in PostgreSQL: what the store costs beside the
 * plainest JDBC code. Started by {@link CatalogStoreRun}.
 */
// The median of all calls: a pause of the machine in one of thousands says nothing about the code.
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms768m", "-Xmx768m"})
public class CatalogStoreBenchmark {

  /** The library's side: a store that has seen the catalog. */
  @State(Scope.Thread)
  public static class Library {
    final CatalogStore store = MeasuredServer.given().open();
    private final String shard = MeasuredServer.firstShard();
    private final boolean[] draining = new boolean[MeasuredServer.DATABASES];
    private int next;

    /** Reads the catalog once, so that later reads find it unchanged. */
    public Library() {
      Catalog first = store.read().catalog();
      for (int i = 0; i < draining.length; i++) {
        draining[i] =
            first
                    .database(MeasuredServer.database(i))
                    .flatMap(database -> database.tableGroup(MeasuredServer.GROUP))
                    .flatMap(group -> group.shard(shard))
                    .orElseThrow()
                    .state()
                == ShardState.DRAINING;
      }
    }

    SetShardState change() {
      int number = next++ % MeasuredServer.DATABASES;
      draining[number] = !draining[number];
      return new SetShardState(
          MeasuredServer.database(number),
          MeasuredServer.GROUP,
          shard,
          draining[number] ? ShardState.DRAINING : ShardState.READY);
    }

    /** Lets go of the server. */
    @TearDown
    public void close() {
      store.close();
    }
  }

  /** A store that has seen nothing yet, on the connections of one that is open. */
  @State(Scope.Thread)
  public static class Fresh {
    private final CatalogStore keeper = MeasuredServer.given().open();
    CatalogStore store = keeper;

    /** Opens it, outside of what is measured. */
    @Setup(Level.Invocation)
    public void open() {
      keeper.history(Long.MAX_VALUE, 1); // the pool has a live connection
      store = MeasuredServer.given().open();
    }

    /** Closes it, outside of what is measured. */
    @TearDown(Level.Invocation)
    public void close() {
      store.close();
    }

    /** Lets go of the server. */
    @TearDown
    public void end() {
      keeper.close();
    }
  }

  /** The plain side: one connection. */
  @State(Scope.Thread)
  public static class Plain {
    private final String shard = MeasuredServer.firstShard();
    private final boolean[] draining = new boolean[MeasuredServer.DATABASES];
    private int next;
    final PlainCatalog catalog = MeasuredServer.given().plain();

    /** Reads the states that the shards are in. */
    @Setup
    public void look() throws SQLException {
      Map<String, PlainCatalog.PlainDatabase> before = catalog.read();
      for (int i = 0; i < draining.length; i++) {
        draining[i] =
            Objects.requireNonNull(
                    Objects.requireNonNull(before.get(MeasuredServer.database(i)))
                        .groups()
                        .get(MeasuredServer.GROUP))
                .shards()
                .stream()
                .anyMatch(s -> s.name().equals(shard) && s.state().equals("DRAINING"));
      }
    }

    PlainCatalog.PlainPosition change() throws SQLException {
      int number = next++ % MeasuredServer.DATABASES;
      draining[number] = !draining[number];
      return catalog.setState(
          MeasuredServer.database(number),
          MeasuredServer.GROUP,
          shard,
          draining[number] ? "DRAINING" : "READY",
          UUID.randomUUID().toString());
    }

    /** Closes the connection. */
    @TearDown
    public void close() throws SQLException {
      catalog.close();
    }
  }

  /**
   * The first read of a store.
   *
   * @return the catalog
   */
  @Benchmark
  public CatalogSnapshot fullRead(Fresh fresh) {
    return fresh.store.read();
  }

  /**
   * The same by hand.
   *
   * @return the databases
   */
  @Benchmark
  public Map<String, PlainCatalog.PlainDatabase> fullReadPlain(Plain plain) throws SQLException {
    return plain.catalog.read();
  }

  /**
   * A read where nothing changed since the last.
   *
   * @return the catalog
   */
  @Benchmark
  public CatalogSnapshot unchangedRead(Library library) {
    return library.store.read();
  }

  /**
   * The same by hand.
   *
   * @return where the catalog stands
   */
  @Benchmark
  public PlainCatalog.PlainPosition unchangedReadPlain(Plain plain) throws SQLException {
    return plain.catalog.position();
  }

  /**
   * Another state for one shard.
   *
   * @return the new position
   */
  @Benchmark
  public Applied apply(Library library) {
    return library.store.apply(List.of(library.change()), ApplyOptions.none());
  }

  /**
   * The same by hand.
   *
   * @return the new position
   */
  @Benchmark
  public PlainCatalog.PlainPosition applyPlain(Plain plain) throws SQLException {
    return plain.change();
  }
}
