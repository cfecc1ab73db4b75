package com.multigres.meta.topo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.proxy.TcpProxy;
import com.multigres.meta.testservers.etcd.EtcdExtension;
import com.multigres.meta.testservers.etcd.EtcdRoot;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import com.multigres.meta.topo.spi.lock.HeldLock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is given back while nobody can be reached, and what is asked before anybody was. */
class ReleasesTest {
  private static final TopoPath SHARD = TopoPath.parse("databases/db/default/0-inf");
  private static final TopoPath NODE = TopoPath.parse("d/node");
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final LockOptions LONG_LIVED = LockOptions.of("test").ttl(Duration.ofMinutes(10));

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.shared();

  private EtcdRoot root;
  private TcpProxy way;
  private TopoStore store;
  private TopoStore direct;

  @BeforeEach
  void open() {
    root = ETCD.freshRoot();
    way = TcpProxy.to(ETCD.server().host(), ETCD.server().port());
    direct = TopoStores.open(root.uri() + "?connectTimeout=20s");
    store = open("connectTimeout=20s");
  }

  private TopoStore open(String options) {
    return TopoStores.open("etcd://" + way.host() + ":" + way.port() + root.path() + "?" + options);
  }

  @AfterEach
  void close() {
    way.heal();
    store.close();
    direct.close();
    way.close();
  }

  private void cut() {
    way.refuse();
    way.cut();
  }

  private static void unknown(Runnable release) {
    TopoException unreached = catchThrowableOfType(TopoException.class, release::run);
    assertThat(unreached.outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void aLockWhoseReleaseReachedNobodyIsFreeOnceSomebodyIsReached() {
    HeldLock lock = (HeldLock) store.locks().tryLock(SHARD, LONG_LIVED);
    cut();
    unknown(() -> lock.close(Deadline.after(SHORT)));
    way.heal();
    Patience.eventually().until(() -> direct.locks().queue(SHARD).isEmpty());
  }

  @Test
  void aSessionWhoseCloseReachedNobodyIsGoneOnceSomebodyIsReached() {
    EtcdSession session = (EtcdSession) store.openSession(Duration.ofMinutes(10));
    session.create(NODE, ByteString.EMPTY);
    cut();
    unknown(() -> session.close(Deadline.after(SHORT)));
    way.heal();
    Patience.eventually().until(() -> direct.read(NODE).isEmpty());
  }

  @Test
  void aVersionIsGoodForAStoreThatHasNotReachedAnybodyYet() {
    Version before = direct.write(NODE, ByteString.EMPTY, Expect.absent());
    try (TopoStore lazy = open("lazy=true")) {
      assertThat(lazy.write(NODE, ByteString.EMPTY, Expect.version(before))).isNotEqualTo(before);
    }
  }

  @Test
  void aLockOfAStoreThatHadNotReachedAnybodyYetGuards() {
    try (TopoStore lazy = open("lazy=true");
        TopoLock lock = lazy.locks().tryLock(SHARD, LONG_LIVED)) {
      lock.check();
      Mutation guarded = Mutation.put(NODE, ByteString.EMPTY, Expect.any());
      Batch batch = Batch.builder().when(lock.guard()).add(guarded).build();
      assertThat(lazy.commit(batch)).containsKey(NODE);
      assertThat(direct.locks().queue(SHARD).get(0).token()).contains(lock.token());
    }
  }
}
