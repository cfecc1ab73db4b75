package com.multigres.meta.benchmarks;

import com.google.protobuf.ByteString;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.ChangeResult;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.model.TableName;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a router pays per query, and a store per change, at the largest catalog. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CatalogLookupBenchmark {
  private static final int QUERIES = 1 << 14;
  private static final int TABLES = 1_000_000;

  private final String[] databases = new String[QUERIES];
  private final byte[][] keys = new byte[QUERIES][8];
  private final TableName[] placed = new TableName[QUERIES];
  private Catalog shards = Catalog.initial();
  private Catalog tables = Catalog.initial();
  private Database withTables = Catalog.initial().databases().iterator().next();
  private final Map<String, NavigableMap<ByteString, Shard>> plain = new HashMap<>();
  private int next;

  /** Builds both catalogs, and draws what is asked for from a fixed seed. */
  @Setup
  public void build() {
    shards = LargeCatalog.ofShards();
    tables = LargeCatalog.ofTables(TABLES);
    withTables = tables.databases().iterator().next();
    for (Database database : shards.databases()) {
      NavigableMap<ByteString, Shard> byStart =
          new TreeMap<>(ByteString.unsignedLexicographicalComparator());
      database
          .tableGroup("tg")
          .ifPresent(g -> g.activeShards().forEach(s -> byStart.put(s.range().start(), s)));
      plain.put(database.name(), byStart);
    }
    Random random = new Random(42);
    for (int i = 0; i < QUERIES; i++) {
      String name = LargeCatalog.databaseName(random.nextInt(LargeCatalog.DATABASES));
      databases[i] = new String(name.toCharArray()); // its hash is not known yet, as from a socket
      random.nextBytes(keys[i]);
      placed[i] = TableName.of("t" + random.nextInt(TABLES));
    }
  }

  /**
   * The shard of a random key in a random database of 1,000, of 100,000 shards.
   *
   * @return the shard
   */
  @Benchmark
  public Optional<Shard> shardOfKey() {
    int query = next++ & (QUERIES - 1);
    return shards.shardOf(databases[query], "tg", keys[query]);
  }

  /**
   * The same in a hash map of tree maps: the baseline.
   *
   * @return the shard
   */
  @Benchmark
  public Shard shardOfKeyInPlainMaps() {
    int query = next++ & (QUERIES - 1);
    NavigableMap<ByteString, Shard> byStart = Objects.requireNonNull(plain.get(databases[query]));
    return Objects.requireNonNull(byStart.floorEntry(ByteString.copyFrom(keys[query]))).getValue();
  }

  /**
   * The tablegroup of a random table of 1,000,000.
   *
   * @return the tablegroup
   */
  @Benchmark
  public Optional<TableGroup> tableGroupOfTable() {
    return withTables.tableGroupOf(placed[next++ & (QUERIES - 1)]);
  }

  /**
   * One change to a catalog of 100,000 shards.
   *
   * @return the next catalog
   */
  @Benchmark
  public ChangeResult setOneShardState() {
    String database = databases[next++ & (QUERIES - 1)];
    return shards.apply(new SetShardState(database, "default", "0-inf", ShardState.DRAINING));
  }

  /**
   * One table more beside 1,000,000.
   *
   * @return the next catalog
   */
  @Benchmark
  public ChangeResult placeOneTable() {
    TableName table = TableName.of("n" + (next++ & (QUERIES - 1)));
    return tables.apply(
        new PlaceTable(LargeCatalog.databaseName(0), table, Catalog.DEFAULT_TABLE_GROUP, false));
  }
}
