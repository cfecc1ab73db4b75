package com.multigres.meta.topo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.topo.WatchRecorder;
import com.multigres.meta.testservers.etcd.EtcdClusterExtension;
import com.multigres.meta.testservers.etcd.EtcdProcess;
import com.multigres.meta.testservers.etcd.EtcdSetup;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three members, of which one fails or all do (T5, T11, T14, T18, T22). */
class EtcdMembersTest {
  private static final TopoPath COUNTERS = TopoPath.parse("counters");

  @RegisterExtension
  static final EtcdClusterExtension ETCD = EtcdClusterExtension.own(EtcdSetup.temporary());

  private TopoStore store;
  private WatchRecorder watcher;

  @BeforeEach
  void open() {
    store = TopoStores.open(ETCD.freshRoot().uri() + "?connectTimeout=20s");
    watcher = new WatchRecorder();
    store.watch(TopoPath.root(), WatchOptions.tree(), watcher);
  }

  @AfterEach
  void close() {
    ETCD.cluster().members().forEach(EtcdProcess::resume);
    ETCD.cluster().members().stream()
        .filter(member -> !member.running())
        .forEach(EtcdProcess::restart);
    Patience.eventually().until(() -> store.connectionState() == ConnectionState.CONNECTED);
    store.close();
  }

  /** Writes on and on, one counter a thread, and keeps what was acknowledged. */
  private final class Writers implements AutoCloseable {
    private final Map<TopoPath, Integer> acknowledged = new ConcurrentHashMap<>();
    private final Map<TopoPath, Integer> doubtful = new ConcurrentHashMap<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread[] threads = new Thread[4];

    Writers() {
      for (int i = 0; i < threads.length; i++) {
        TopoPath mine = COUNTERS.child("" + i);
        threads[i] = new Thread(() -> count(mine), "counter");
        threads[i].setDaemon(true);
        threads[i].start();
      }
    }

    private void count(TopoPath mine) {
      Version version = store.write(mine, ByteString.copyFromUtf8("0"), Expect.absent());
      for (int i = 1; !over.get(); i++) {
        try {
          version = store.write(mine, ByteString.copyFromUtf8("" + i), Expect.version(version));
          acknowledged.put(mine, i);
        } catch (TopoException failure) {
          if (failure.outcome() == Outcome.UNKNOWN) {
            doubtful.put(mine, i);
          }
          Node now =
              Patience.eventually()
                  .ignoreException(TopoException.class)
                  .until(() -> store.read(mine), Optional::isPresent)
                  .orElseThrow();
          version = now.version();
          i = Integer.parseInt(now.value().toStringUtf8());
        }
      }
    }

    int least() {
      return acknowledged.size() < threads.length
          ? 0
          : acknowledged.values().stream().mapToInt(Integer::intValue).min().orElse(0);
    }

    void awaitMore() {
      int before = acknowledged.values().stream().mapToInt(Integer::intValue).max().orElse(0);
      Patience.eventually().until(() -> least() > before);
    }

    void check() {
      end();
      for (TopoPath counter : acknowledged.keySet()) {
        int value = Integer.parseInt(store.read(counter).orElseThrow().value().toStringUtf8());
        assertThat(value).isGreaterThanOrEqualTo(acknowledged.getOrDefault(counter, 0));
        assertThat(value)
            .isLessThanOrEqualTo(
                Math.max(acknowledged.getOrDefault(counter, 0), doubtful.getOrDefault(counter, 0)));
      }
    }

    private void end() {
      over.set(true);
      for (Thread thread : threads) {
        Patience.eventually().until(() -> !thread.isAlive());
      }
    }

    @Override
    public void close() {
      end();
    }
  }

  private void throughAccident(Runnable accident, Runnable repair) {
    Session session = store.openSession(Duration.ofSeconds(15));
    session.create(TopoPath.parse("bound"), ByteString.EMPTY);
    try (TopoLock lock =
            store
                .locks()
                .tryLock(
                    TopoPath.parse("shard"), LockOptions.of("test").ttl(Duration.ofSeconds(20)));
        Writers writers = new Writers()) {
      writers.awaitMore();
      accident.run();
      writers.awaitMore();
      assertThat(lock.isHeld()).as("the lock is held through it").isTrue();
      repair.run();
      writers.awaitMore();
      writers.check();
      lock.check();
    }
    assertThat(session.isOver()).isFalse();
    assertThat(store.read(TopoPath.parse("bound"))).isPresent();
    watcher.awaitNodes(store.list(TopoPath.root()));
    assertThat(watcher.events(WatchEvent.Ended.class)).isEmpty();
    assertThat(watcher.events(WatchEvent.Resync.class)).as("nothing was missed").isEmpty();
  }

  @Test
  void theLeaderIsKilled() {
    EtcdProcess leader = ETCD.cluster().leader();
    throughAccident(leader::kill, leader::restart);
  }

  @Test
  void theLeaderHangsForLongerThanAnElection() {
    EtcdProcess leader = ETCD.cluster().leader();
    throughAccident(leader::pause, leader::resume);
  }

  @Test
  void eachMemberIsRestartedInItsTurn() {
    throughAccident(
        () -> ETCD.cluster().member(0).restart(), () -> ETCD.cluster().member(1).restart());
  }

  @Test
  void withoutAQuorumWritesFailAndComeBackWithIt() {
    ETCD.cluster().member(0).kill();
    ETCD.cluster().member(1).kill();
    TopoException failure =
        catchThrowableOfType(
            TopoException.class,
            () -> store.write(TopoPath.parse("a"), ByteString.EMPTY, Expect.absent()));
    assertThat(failure.code()).isIn(TopoException.Code.UNAVAILABLE, TopoException.Code.TIMEOUT);
    ETCD.cluster().member(0).restart();
    Patience.eventually()
        .ignoreException(TopoException.class)
        .until(() -> store.write(TopoPath.parse("b"), ByteString.EMPTY, Expect.any()) != null);
  }
}
