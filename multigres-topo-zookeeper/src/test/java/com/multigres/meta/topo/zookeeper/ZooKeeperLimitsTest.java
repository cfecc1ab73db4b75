package com.multigres.meta.topo.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testservers.zookeeper.ZooKeeperExtension;
import com.multigres.meta.testservers.zookeeper.ZooKeeperRoot;
import com.multigres.meta.testservers.zookeeper.ZooKeeperSetup;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Quotas;
import org.apache.zookeeper.StatsTrack;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How much fits, and where one may be (T2, T4, T10). */
class ZooKeeperLimitsTest {
  private static final TopoPath NODE = TopoPath.parse("d/node");

  @RegisterExtension
  static final ZooKeeperExtension ZOOKEEPER =
      ZooKeeperExtension.own(ZooKeeperSetup.temporary().setting("enforceQuota", "true"));

  private static TopoStore open(ZooKeeperRoot root) {
    return TopoStores.open(root.uri() + ZooKeeperFaults.SETTINGS);
  }

  private static TopoException refused(Code code, Runnable call) {
    TopoException refused = catchThrowableOfType(TopoException.class, call::run);
    assertThat(refused).as("the refusal").isNotNull();
    assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
    assertThat(refused.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    return refused;
  }

  private static void raw(RawClient.Work work) throws Exception {
    RawClient.on(ZOOKEEPER.server().connectString(), work);
  }

  private static void make(ZooKeeper raw, String znode, byte[] data, List<ACL> acl)
      throws KeeperException, InterruptedException {
    try {
      raw.create(znode, data, acl, CreateMode.PERSISTENT);
    } catch (KeeperException.NodeExistsException standing) {
      assertThat(standing.getPath()).isEqualTo(znode);
    }
  }

  @Test
  void whatIsTooLargeTogetherIsRefusedBeforeItIsSent() {
    try (TopoStore store = open(ZOOKEEPER.freshRoot())) {
      int most = store.capabilities().maxValueBytes();
      ByteString large = ByteString.copyFrom(new byte[most]);
      store.write(NODE, large, Expect.absent());
      assertThat(store.read(NODE).orElseThrow().value()).isEqualTo(large);
      Batch both =
          Batch.builder()
              .put(TopoPath.of("a"), large, Expect.absent())
              .put(TopoPath.of("b"), large, Expect.absent())
              .build();
      refused(Code.TOO_LARGE, () -> store.commit(both));
      assertThat(store.connectionState()).isEqualTo(ConnectionState.CONNECTED);
    }
  }

  @Test
  void moreThanThisProcessCanReadIsNotPromised() {
    String uri = ZOOKEEPER.freshRoot().uri() + "?maxRequestBytes=4000000";
    TopoException refused = refused(Code.BAD_INPUT, () -> TopoStores.open(uri).close());
    assertThat(refused).hasMessageContaining("jute.maxbuffer");
  }

  @Test
  void aQuotaThatIsUsedUpIsSaidToBe() throws Exception {
    ZooKeeperRoot root = ZOOKEEPER.freshRoot();
    try (TopoStore store = open(root)) {
      store.write(NODE, ByteString.EMPTY, Expect.absent());
      raw(
          raw -> {
            StatsTrack few = new StatsTrack();
            few.setCountHardLimit(1);
            String quota = Quotas.quotaPath(root.path());
            make(raw, quota, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE);
            make(
                raw,
                Quotas.limitPath(root.path()),
                few.getStatsBytes(),
                ZooDefs.Ids.OPEN_ACL_UNSAFE);
            make(
                raw,
                Quotas.statPath(root.path()),
                new StatsTrack().getStatsBytes(),
                ZooDefs.Ids.OPEN_ACL_UNSAFE);
          });
      TopoPath other = TopoPath.parse("d/other");
      refused(Code.RESOURCE_EXHAUSTED, () -> store.write(other, ByteString.EMPTY, Expect.absent()));
      assertThat(store.read(NODE)).isPresent();
      store.delete(NODE, Expect.any());
      raw(
          raw -> {
            raw.delete(Quotas.limitPath(root.path()), -1);
            raw.delete(Quotas.statPath(root.path()), -1);
          });
      store.write(other, ByteString.EMPTY, Expect.absent());
    }
  }

  @Test
  void whoMayDoNothingAboveTheChrootNeedsNothingThere() throws Exception {
    raw(
        raw -> {
          raw.addAuthInfo("digest", "frank:secret".getBytes(StandardCharsets.UTF_8));
          make(raw, "/frank", new byte[0], ZooDefs.Ids.CREATOR_ALL_ACL);
          make(raw, "/frank/inner", new byte[0], ZooDefs.Ids.CREATOR_ALL_ACL);
          raw.setACL("/frank", ZooDefs.Ids.READ_ACL_UNSAFE, -1);
        });
    StoreOptions frank = StoreOptions.builder().user("frank").password(() -> "secret").build();
    String settings = ZooKeeperFaults.SETTINGS + "&chroot=/frank/inner";
    LockOptions options = LockOptions.of("test").ttl(Duration.ofSeconds(5));
    try (TopoStore store = TopoStores.open(ZOOKEEPER.server().uri("/c1/global") + settings, frank);
        TopoStore outer = TopoStores.open(ZOOKEEPER.server().uri("/c1") + settings, frank)) {
      store.write(NODE, ByteString.EMPTY, Expect.absent());
      assertThat(outer.read(TopoPath.parse("global/d/node"))).isPresent();
      try (TopoLock lock = store.locks().lock(NODE, options)) {
        lock.check();
        assertThat(outer.locks().queue(TopoPath.parse("global/d/node"))).hasSize(1);
      }
    }
    try (TopoStore store =
        TopoStores.open(ZOOKEEPER.server().uri("/frank/inner") + ZooKeeperFaults.SETTINGS, frank)) {
      store.write(NODE, ByteString.EMPTY, Expect.any());
      refused(Code.ACCESS_DENIED, () -> store.locks().lock(NODE, options).close());
    }
  }
}
