package com.multigres.meta.topology;

import static com.multigres.meta.topology.MemoryServer.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Backup;
import com.multigres.meta.model.component.BackupLocation;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.DatabaseRecord;
import com.multigres.meta.model.component.DurabilityPolicy;
import com.multigres.meta.model.component.ShardInitClaim;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topology.PutResult.Effect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TopoLayout.class)
class DatabaseRecordsTest {
  @RegisterExtension final MemoryServer server = new MemoryServer();

  private final TopoLayout layout;

  DatabaseRecordsTest(TopoLayout layout) {
    this.layout = layout;
  }

  private static DatabaseRecord database(String name, String... cells) {
    return new DatabaseRecord(
        name,
        Backup.at(new BackupLocation.Filesystem("/backups")),
        List.of(cells),
        DurabilityPolicy.AT_LEAST_2);
  }

  @Test
  void databasesArePutReadListedAndDeleted() {
    var databases = GlobalTopology.of(server.open("g"), layout).databases();

    assertThat(databases.put(database("db1", "zone1")).effect()).isEqualTo(Effect.CREATED);
    databases.put(database("db0"));
    assertThat(databases.put(database("db1", "zone1", "zone2")).effect()).isEqualTo(Effect.CHANGED);

    assertThat(databases.get("db1").orElseThrow().record())
        .isEqualTo(database("db1", "zone1", "zone2"));
    assertThat(databases.list().records())
        .containsExactly(database("db0"), database("db1", "zone1", "zone2"));
    assertThat(databases.delete("db1")).isTrue();
    assertThat(databases.get("db1")).isEmpty();
  }

  @Test
  void locksAndClaimsOfShardsAreNoDatabases() {
    TopoStore store = server.open("g");
    GlobalTopology global = GlobalTopology.of(store, layout);
    global.databases().put(database("db1"));
    ComponentId orch = new ComponentId(ComponentType.ORCHESTRATOR, "zone1", "o");
    ShardKey shard = new ShardKey("db1", "default", "0-inf");
    global.shardClaims().claim(shard, new ShardInitClaim(orch, List.of()));
    store.write(layout.shard(shard).child("locks").child("7"), ByteString.EMPTY, Expect.absent());
    assertThat(global.databases().list().records()).containsExactly(database("db1"));
    assertThat(global.databases().list().unreadable()).isEmpty();
  }

  @Test
  void deletingADatabaseLeavesItsLocksAndClaims() {
    TopoStore store = server.open("g");
    GlobalTopology global = GlobalTopology.of(store, layout);
    global.databases().put(database("db1"));
    TopoPath lock = TopoPath.of("databases", "db1", "default", "0-inf", "locks", "7");
    store.write(lock, ByteString.EMPTY, Expect.absent());
    global.databases().delete("db1");
    assertThat(store.read(lock)).isPresent();
  }

  @Test
  void manyDatabasesArePutAtOnceAndFailOneByOne() {
    TopoStore store = server.open("g");
    var databases = GlobalTopology.of(store, layout).databases();
    databases.put(database("same", "zone1"));
    Version same = databases.get("same").orElseThrow().version();
    databases.put(database("changed"));
    store.write(layout.database("broken"), ByteString.fromHex("ff"), Expect.absent());

    var failures =
        databases.putAll(
            List.of(
                database("same", "zone1"),
                database("changed", "zone2"),
                database("new"),
                database("broken")));

    assertThat(failures).containsOnlyKeys("broken");
    assertThat(failures.get("broken")).satisfies(e -> assertThat(e.code()).isEqualTo(Code.CORRUPT));
    assertThat(databases.list().records())
        .containsExactly(database("changed", "zone2"), database("new"), database("same", "zone1"));
    assertThat(databases.get("same").orElseThrow().version()).isEqualTo(same);
  }

  @Test
  void recordsAreWrittenTogetherWithTheirSideNodeOrNotAtAll() {
    TopoStore store = server.open("g");
    var databases = GlobalTopology.of(store, layout).databases();
    Entry<DatabaseRecord> old = databases.create(database("db1"));
    TopoPath side = layout.databasesSideNode();
    Version mark = store.write(side, ByteString.copyFromUtf8("1"), Expect.absent());
    store.write(side, ByteString.copyFromUtf8("2"), Expect.version(mark));
    Batch late =
        Batch.builder()
            .add(databases.replacing(old, database("db1", "zone1")))
            .add(databases.creating(database("db2")))
            .put(side, ByteString.copyFromUtf8("3"), Expect.version(mark))
            .build();

    assertRefused(Code.BAD_VERSION, () -> store.commit(late));
    assertThat(databases.list().records()).containsExactly(database("db1"));

    Version current = store.read(side).orElseThrow().version();
    store.commit(
        Batch.builder()
            .add(databases.replacing(old, database("db1", "zone1")))
            .add(databases.creating(database("db2")))
            .put(side, ByteString.copyFromUtf8("3"), Expect.version(current))
            .build());
    assertThat(databases.list().records())
        .containsExactly(database("db1", "zone1"), database("db2"));
  }
}
