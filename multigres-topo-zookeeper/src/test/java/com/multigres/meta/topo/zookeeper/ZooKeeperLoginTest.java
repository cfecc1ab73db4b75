package com.multigres.meta.topo.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testkit.LibraryThreads;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.topo.WatchRecorder;
import com.multigres.meta.testservers.zookeeper.ZooKeeperExtension;
import com.multigres.meta.testservers.zookeeper.ZooKeeperSetup;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Users, and whom what is created belongs to (T29). */
class ZooKeeperLoginTest {
  private static final TopoPath NODE = TopoPath.parse("d/node");
  private static final TopoPath BOUND = TopoPath.parse("bound");

  @RegisterExtension
  static final ZooKeeperExtension ZOOKEEPER = ZooKeeperExtension.own(ZooKeeperSetup.temporary());

  private static StoreOptions as(String user) {
    return StoreOptions.builder().user(user).password(() -> "secret of " + user).build();
  }

  private static String uri(String root) {
    return ZOOKEEPER.server().uri("/" + root) + ZooKeeperFaults.SETTINGS;
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private static TopoException denied(Runnable call) {
    TopoException refused = catchThrowableOfType(TopoException.class, call::run);
    assertThat(refused).as("the refusal").isNotNull();
    assertThat(refused.code()).as(refused.getMessage()).isEqualTo(Code.ACCESS_DENIED);
    assertThat(refused.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(refused).hasMessageNotContaining("secret");
    return refused;
  }

  @Test
  void everythingThatAUserCreatesBelongsToThatUserAlone() throws Exception {
    LockOptions options = LockOptions.of("test").ttl(Duration.ofSeconds(10));
    try (TopoStore store = TopoStores.open(uri("alices"), as("alice"));
        Session session = store.openSession(Duration.ofSeconds(10));
        TopoLock lock = store.locks().lock(NODE, options)) {
      lock.check();
      store.write(NODE, bytes("v"), Expect.absent());
      session.create(BOUND, bytes("v"));
      List<String> found = new ArrayList<>();
      ZooKeeper raw = raw("alice");
      try {
        below(raw, "/alices", found);
        assertThat(found).hasSizeGreaterThan(7);
        for (String znode : found) {
          List<ACL> acl = raw.getACL(znode, null);
          assertThat(acl).as(znode).hasSize(1);
          assertThat(acl.get(0).getId().getScheme()).as(znode).isEqualTo("digest");
          assertThat(acl.get(0).getPerms()).as(znode).isEqualTo(ZooDefs.Perms.ALL);
        }
      } finally {
        raw.close();
      }
    }
  }

  private static void below(ZooKeeper raw, String znode, List<String> found)
      throws KeeperException, InterruptedException {
    found.add(znode);
    for (String name : raw.getChildren(znode, false)) {
      below(raw, znode + "/" + name, found);
    }
  }

  private static ZooKeeper raw(String user) throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    Watcher watcher = event -> connected.countDown();
    ZooKeeper raw = new ZooKeeper(ZOOKEEPER.server().connectString(), 10_000, watcher);
    raw.addAuthInfo("digest", (user + ":secret of " + user).getBytes(StandardCharsets.UTF_8));
    assertThat(connected.await(10, TimeUnit.SECONDS)).isTrue();
    return raw;
  }

  @Test
  void anotherUserIsRefusedTheRootAtOnce() {
    TopoStores.open(uri("bobs"), as("bob")).close();
    LibraryThreads before = LibraryThreads.remembered();
    Patience.within(
        "a refusal",
        Duration.ofSeconds(3),
        () ->
            Patience.taken(
                () -> denied(() -> TopoStores.open(uri("bobs"), as("mallory")).close())));
    denied(() -> TopoStores.open(uri("bobs")).close());
    Patience.eventually().untilAsserted(before::assertNoneMore);
  }

  @Test
  void whatBelongsToAnotherIsNeitherReadNorChangedAndAWatchOfItEnds() {
    String open = uri("shared") + "&acl=open";
    try (TopoStore everybodys = TopoStores.open(open);
        TopoStore carols = TopoStores.open(uri("shared"), as("carol"))) {
      carols.write(NODE, bytes("v"), Expect.absent());
      denied(() -> everybodys.read(NODE));
      denied(() -> everybodys.list(TopoPath.root()));
      denied(() -> everybodys.write(NODE, bytes("w"), Expect.any()));
      denied(() -> everybodys.write(TopoPath.parse("d/other"), bytes("w"), Expect.absent()));
      denied(() -> everybodys.delete(NODE, Expect.any()));
      WatchRecorder watcher = new WatchRecorder();
      everybodys.watch(NODE, WatchOptions.node(), watcher);
      Patience.eventually().until(() -> !watcher.events(WatchEvent.Ended.class).isEmpty());
      assertThat(watcher.events(WatchEvent.Ended.class).get(0).error().code())
          .isEqualTo(Code.ACCESS_DENIED);
      assertThat(carols.read(NODE).orElseThrow().value()).isEqualTo(bytes("v"));
    }
  }

  @Test
  void whoeverLogsInMayLeaveItToEverybody() {
    try (TopoStore store = TopoStores.open(uri("open") + "&acl=open", as("dave"));
        TopoStore other = TopoStores.open(uri("open"))) {
      store.write(NODE, bytes("v"), Expect.absent());
      other.write(NODE, bytes("w"), Expect.any());
      assertThat(store.read(NODE).orElseThrow().value()).isEqualTo(bytes("w"));
    }
  }

  @Test
  void aPasswordThatCannotBeHadIsARefusalAndLeavesNothing() {
    LibraryThreads before = LibraryThreads.remembered();
    StoreOptions senseless =
        StoreOptions.builder()
            .user("erin")
            .password(
                () -> {
                  throw new IllegalStateException("the secret vault");
                })
            .build();
    denied(() -> TopoStores.open(uri("erins"), senseless).close());
    before.assertNoneMore();
  }
}
