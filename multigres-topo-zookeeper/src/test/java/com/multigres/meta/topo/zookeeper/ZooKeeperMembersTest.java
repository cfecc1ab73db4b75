package com.multigres.meta.topo.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.topo.WatchRecorder;
import com.multigres.meta.testservers.zookeeper.ZooKeeperEnsembleExtension;
import com.multigres.meta.testservers.zookeeper.ZooKeeperProcess;
import com.multigres.meta.testservers.zookeeper.ZooKeeperSetup;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three members, of which one fails or all do (T5, T11, T14, T22). */
class ZooKeeperMembersTest {
  private static final TopoPath NODE = TopoPath.of("node");

  @RegisterExtension
  static final ZooKeeperEnsembleExtension ZOOKEEPER =
      ZooKeeperEnsembleExtension.own(
          ZooKeeperSetup.temporary().property("readonlymode.enabled", "true"));

  private TopoStore store;
  private TopoStore other;
  private WatchRecorder watcher;

  @BeforeEach
  void open() {
    String uri = ZOOKEEPER.freshRoot().uri() + ZooKeeperFaults.SETTINGS + "&connectTimeout=20s";
    store = TopoStores.open(uri);
    other = TopoStores.open(uri);
    watcher = new WatchRecorder();
    store.watch(TopoPath.root(), WatchOptions.tree(), watcher);
  }

  @AfterEach
  void close() {
    List<ZooKeeperProcess> members = ZOOKEEPER.ensemble().members();
    members.forEach(ZooKeeperProcess::resume);
    members.parallelStream().filter(member -> !member.running()).forEach(ZooKeeperProcess::restart);
    List.of(store, other)
        .forEach(
            one -> {
              Patience.eventually().until(() -> one.connectionState() == ConnectionState.CONNECTED);
              one.close();
            });
  }

  private void throughAccident(Runnable accident, Runnable repair) {
    AtomicInteger holders = new AtomicInteger();
    try (Counting one = new Counting(store, TopoPath.of("one"), holders);
        Counting two = new Counting(other, TopoPath.of("two"), holders)) {
      awaitMore(one, two);
      accident.run();
      awaitMore(one, two);
      repair.run();
      awaitMore(one, two);
      one.check();
      two.check();
    }
    watcher.awaitNodes(store.list(TopoPath.root()));
    assertThat(watcher.events(WatchEvent.Ended.class)).isEmpty();
  }

  private static void awaitMore(Counting one, Counting two) {
    int counted = Math.max(one.acknowledged(), two.acknowledged());
    int granted = one.grants() + two.grants();
    Patience.eventually()
        .until(
            () ->
                one.acknowledged() > counted
                    && two.acknowledged() > counted
                    && one.grants() + two.grants() > granted);
  }

  @Test
  void theLeaderIsKilled() {
    ZooKeeperProcess leader = ZOOKEEPER.ensemble().leader();
    throughAccident(leader::kill, leader::restart);
  }

  @Test
  void theLeaderHangsForLongerThanAnElection() {
    ZooKeeperProcess leader = ZOOKEEPER.ensemble().leader();
    throughAccident(leader::pause, leader::resume);
  }

  @Test
  void allAreRestarted() {
    List<ZooKeeperProcess> members = ZOOKEEPER.ensemble().members();
    throughAccident(
        () -> {
          members.forEach(ZooKeeperProcess::kill);
          members.parallelStream().forEach(ZooKeeperProcess::restart);
        },
        () -> {});
  }

  /** The deposed leader does not know it for a moment, and would answer a {@code sync}. */
  @Test
  void aReadAfterTheLeaderWasDeposedSeesWhatItsSuccessorWrote() {
    store.write(NODE, ByteString.copyFromUtf8("old"), Expect.any());
    ZooKeeperProcess leader = ZOOKEEPER.ensemble().leader();
    try (TopoStore atTheLeader =
        TopoStores.open(
            store.toString().replaceFirst("zk://[^/]*", "zk://" + leader.connectString())
                + ZooKeeperFaults.SETTINGS
                + "&connectTimeout=20s")) {
      assertThat(atTheLeader.read(NODE)).isPresent();
      leader.pause();
      Patience.eventually()
          .ignoreException(TopoException.class)
          .until(() -> store.write(NODE, ByteString.copyFromUtf8("new"), Expect.any()) != null);
      leader.resume();
      assertThat(
              Patience.eventually()
                  .ignoreException(TopoException.class)
                  .until(() -> atTheLeader.read(NODE).orElseThrow(), read -> true)
                  .value()
                  .toStringUtf8())
          .isEqualTo("new");
    }
  }

  @Test
  void aMemberThatIsCutOffFromTheOthersRefusesWritesAndItIsSaidWhy() {
    store.write(NODE, ByteString.EMPTY, Expect.any());
    ZOOKEEPER.ensemble().member(0).kill();
    ZOOKEEPER.ensemble().member(1).kill();
    TopoStore patient = store.withTimeout(Duration.ofSeconds(15));
    TopoException failure =
        catchThrowableOfType(
            TopoException.class,
            () ->
                Patience.eventually()
                    .until(
                        () -> {
                          try {
                            return patient.write(NODE, ByteString.EMPTY, Expect.any()) == null;
                          } catch (TopoException lost) {
                            // The first may have been on its way when the quorum was lost.
                            if (lost.outcome() == Outcome.NOT_APPLIED) {
                              throw lost;
                            }
                            return false;
                          }
                        }));
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(Code.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("serve reads only");
    ZOOKEEPER.ensemble().member(0).restart();
    Patience.eventually()
        .ignoreException(TopoException.class)
        .until(() -> store.write(TopoPath.of("b"), ByteString.EMPTY, Expect.any()) != null);
  }
}
