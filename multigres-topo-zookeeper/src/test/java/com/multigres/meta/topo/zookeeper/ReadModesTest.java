package com.multigres.meta.topo.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.zookeeper.ZooKeeperEnsembleExtension;
import com.multigres.meta.testservers.zookeeper.ZooKeeperProcess;
import com.multigres.meta.testservers.zookeeper.ZooKeeperSetup;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The faster reads, and what they say of themselves (T5). */
class ReadModesTest {
  private static final TopoPath NODE = TopoPath.of("node");
  private static final int ROUNDS = 100;

  @RegisterExtension
  static final ZooKeeperEnsembleExtension ZOOKEEPER =
      ZooKeeperEnsembleExtension.own(ZooKeeperSetup.temporary());

  private static TopoStore open(String servers, String root, String mode) {
    return TopoStores.open(
        "zk://" + servers + root + ZooKeeperFaults.SETTINGS + "&connectTimeout=20s&reads=" + mode);
  }

  private static ByteString bytes(int number) {
    return ByteString.copyFromUtf8("" + number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sync", "local"})
  void aFasterModeSaysThatItsReadsAreNotLinearizable(String mode) {
    try (TopoStore store = open(ZOOKEEPER.ensemble().connectString(), root(), mode)) {
      assertThat(store.capabilities().has(Capability.LINEARIZABLE_READS)).isFalse();
      Version version = store.write(NODE, bytes(0), Expect.absent());
      // Writes are decided by the servers, whatever was read before.
      TopoException refused =
          catchThrowableOfType(
              TopoException.class, () -> store.write(NODE, bytes(1), Expect.absent()));
      assertThat(refused.code()).isEqualTo(Code.NODE_EXISTS);
      store.write(NODE, bytes(1), Expect.version(version));
      assertThat(store.read(NODE).orElseThrow().value()).isEqualTo(bytes(1));
    }
  }

  private static String root() {
    return ZOOKEEPER.freshRoot().path();
  }

  @Test
  void aMemberThatFollowsAnswersASyncedReadWithWhatTheLeaderHas() {
    String root = root();
    ZooKeeperProcess follower = ZOOKEEPER.ensemble().follower();
    try (TopoStore writer = open(ZOOKEEPER.ensemble().leader().connectString(), root, "strict");
        TopoStore reader = open(follower.connectString(), root, "sync")) {
      for (int i = 0; i < ROUNDS; i++) {
        writer.write(NODE, bytes(i), Expect.any());
        assertThat(reader.read(NODE).map(Node::value)).contains(bytes(i));
      }
    }
  }

  @Test
  void aLocalReadIsAnsweredWithoutAQuorum() {
    String root = root();
    ZooKeeperProcess follower = ZOOKEEPER.ensemble().follower();
    try (TopoStore strict = open(follower.connectString(), root, "strict");
        TopoStore local = open(follower.connectString(), root, "local")) {
      strict.write(NODE, bytes(1), Expect.absent());
      Patience.eventually().until(() -> local.read(NODE).isPresent());
      ZooKeeperProcess leader = ZOOKEEPER.ensemble().leader();
      leader.pause();
      try {
        // Until the follower notices, three seconds later.
        assertThat(local.withTimeout(Duration.ofSeconds(1)).read(NODE)).isPresent();
        TopoException late =
            catchThrowableOfType(
                TopoException.class, () -> strict.withTimeout(Duration.ofSeconds(1)).read(NODE));
        assertThat(late.code()).isEqualTo(Code.TIMEOUT);
      } finally {
        leader.resume();
      }
      Patience.eventually()
          .ignoreException(TopoException.class)
          .until(() -> strict.read(NODE).isPresent());
    }
  }

  @Test
  void aGuardHoldsWhateverReadsWaitFor() {
    try (TopoStore store = open(ZOOKEEPER.ensemble().connectString(), root(), "local")) {
      LockOptions options = LockOptions.of("test").ttl(Duration.ofSeconds(5));
      Guard guard;
      try (TopoLock lock = store.locks().lock(NODE, options)) {
        guard = Guard.holds(lock);
        var unused =
            store.commit(
                Batch.builder()
                    .when(new Batch.Condition.Holds(guard))
                    .put(NODE, bytes(1), Expect.any())
                    .build());
      }
      TopoException refused =
          catchThrowableOfType(
              TopoException.class,
              () ->
                  store.commit(
                      Batch.builder()
                          .when(new Batch.Condition.Holds(guard))
                          .put(NODE, bytes(2), Expect.any())
                          .build()));
      assertThat(refused.code()).isEqualTo(Code.LOCK_LOST);
      assertThat(store.read(NODE).orElseThrow().value()).isEqualTo(bytes(1));
    }
  }

  @Test
  void aModeThatDoesNotExistIsRefused() {
    TopoException refused =
        catchThrowableOfType(
            TopoException.class, () -> open("127.0.0.1:1", "/root", "quick").close());
    assertThat(refused.code()).isEqualTo(Code.BAD_INPUT);
    assertThat(refused).hasMessageContaining("strict, sync or local");
  }
}
