package com.multigres.meta.topology;

import static com.multigres.meta.topology.MemoryServer.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.ShardKey;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.lock.LockContent;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import com.multigres.meta.topo.spi.lock.LockContents;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShardLocksTest {
  private static final ShardKey SHARD = new ShardKey("db1", "tg1", "0-8");
  private static final TopoPath DIRECTORY = TopoPath.parse("databases/db1/tg1/0-8");
  private static final TopoPath BACKUP = TopoPath.parse("backups/db1/tg1/0-8/lock");

  @RegisterExtension final MemoryServer server = new MemoryServer();

  private TopoStore store;
  private GlobalTopology mine;
  private GlobalTopology other;

  @BeforeEach
  void open() {
    store = server.open("global");
    mine = GlobalTopology.of(store, TopoLayout.CANONICAL);
    other = GlobalTopology.of(server.open("global"), TopoLayout.CANONICAL);
  }

  @ParameterizedTest
  @EnumSource(TopoLayout.class)
  void aShardsLockIsTheQueueOfItsDirectoryInEveryLayout(TopoLayout layout) {
    TopoLock lock =
        GlobalTopology.of(store, layout).shardLocks().lock(SHARD, LockOptions.of("failover"));
    assertThat(lock.path()).isEqualTo(DIRECTORY);
    assertThat(store.locks().holder(DIRECTORY, LockKind.QUEUE)).contains(lock.info());
    assertThat(store.list(TopoPath.root())).isEmpty();
  }

  @Test
  void theSecondToLockAShardWaitsOrIsRefused() {
    TopoLock lock = mine.shardLocks().lock(SHARD, LockOptions.of("failover"));
    LockOptions brief = LockOptions.of("repair").waiting(Duration.ofMillis(50));
    assertRefused(Code.TIMEOUT, () -> other.shardLocks().lock(SHARD, brief));
    assertRefused(Code.LOCK_HELD, () -> other.shardLocks().tryLock(SHARD, brief));
    assertThat(other.shardLocks().queue(SHARD)).containsExactly(lock.info());
    lock.close();
    assertThat(other.shardLocks().holder(SHARD)).isEmpty();
    assertThat(other.shardLocks().tryLock(SHARD, brief).isHeld()).isTrue();
  }

  @Test
  void anotherShardIsAnotherLock() {
    mine.shardLocks().lock(SHARD, LockOptions.of("failover"));
    ShardKey next = new ShardKey("db1", "tg1", "8-inf");
    assertThat(other.shardLocks().tryLock(next, LockOptions.of("failover")).isHeld()).isTrue();
  }

  @Test
  void aShardsLockIsNoSingleNodeAndAReservedNameNoShard() {
    LockOptions options = LockOptions.of("x");
    assertRefused(Code.BAD_INPUT, () -> mine.shardLocks().lock(SHARD, options.exclusive()));
    ShardKey reserved = new ShardKey("db1", "tg1", "locks");
    assertRefused(Code.BAD_INPUT, () -> mine.shardLocks().lock(reserved, options));
    assertRefused(Code.BAD_INPUT, () -> mine.backupLocks().tryLock(reserved, options));
  }

  @Test
  void aBackupsLockIsOneNodeThatSaysWhoHoldsIt() {
    TopoLock lock = mine.backupLocks().tryLock(SHARD, LockOptions.of("backup"));
    assertThat(lock.path()).isEqualTo(BACKUP);
    assertThat(lock.ttl()).isEqualTo(BackupLocks.DEFAULT_TTL);
    LockContent said = LockContents.decode(store.read(BACKUP).orElseThrow().value());
    assertThat(said).isEqualTo(lock.info().content());
    assertThat(said.action()).isEqualTo("backup");
    assertThat(other.backupLocks().holder(SHARD)).contains(lock.info());
    assertRefused(
        Code.LOCK_HELD, () -> other.backupLocks().tryLock(SHARD, LockOptions.of("second")));
    lock.close();
    assertThat(store.read(BACKUP)).isEmpty();
    assertThat(other.backupLocks().revoke(SHARD)).isFalse();
  }

  @Test
  void aBackupsLockIsStolenAfterTheGracePeriod() {
    TopoLock lock = mine.backupLocks().tryLock(SHARD, LockOptions.of("backup"));
    Duration grace = Duration.ofMillis(300);
    long begun = System.nanoTime();
    TopoLock stolen =
        other.backupLocks().tryLock(SHARD, LockOptions.of("failover").stealing(grace));
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(grace);
    assertThat(stolen.isHeld()).isTrue();
    Awaitility.await().until(() -> !lock.isHeld());
    assertRefused(Code.LOCK_LOST, lock::check);
  }

  @Test
  void aRevokedBackupIsTold() {
    TopoLock lock = mine.backupLocks().tryLock(SHARD, LockOptions.of("backup"));
    assertThat(other.backupLocks().revoke(SHARD)).isTrue();
    Awaitility.await().until(() -> !lock.isHeld());
    assertThat(other.backupLocks().tryLock(SHARD, LockOptions.of("next")).isHeld()).isTrue();
  }
}
