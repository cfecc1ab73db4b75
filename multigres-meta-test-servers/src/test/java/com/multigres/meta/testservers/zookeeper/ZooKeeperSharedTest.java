package com.multigres.meta.testservers.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.testservers.ServerStartException;
import com.multigres.meta.testservers.internal.FreePorts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZooKeeperSharedTest {

  @RegisterExtension static final ZooKeeperExtension zookeeper = ZooKeeperExtension.shared();
  @RegisterExtension static final ZooKeeperExtension another = ZooKeeperExtension.shared();

  @Test
  void allClassesOfAJvmShareOneServer() {
    assertThat(another.server()).isSameAs(zookeeper.server());
    assertThatThrownBy(zookeeper::process).hasMessageContaining("shared");
  }

  @Test
  void aRootGoesWithItsNodesAndNobodyElsesDo() throws Exception {
    ZooKeeperRoot first = zookeeper.freshRoot();
    ZooKeeperRoot second = zookeeper.freshRoot();
    try (ZooKeeperClient all = new ZooKeeperClient(zookeeper.server().connectString());
        ZooKeeperClient inFirst = new ZooKeeperClient(first.connectString());
        ZooKeeperClient inSecond = new ZooKeeperClient(second.connectString())) {
      inFirst.create("/a", "1");
      inFirst.create("/a/b", "2");
      inSecond.create("/a", "3");
      assertThat(all.read(first.path() + "/a/b")).contains("2");

      first.close();
      first.close();

      assertThat(all.read(first.path())).isEmpty();
      assertThat(inSecond.read("/a")).contains("3");
    }
  }

  @Test
  void aRootThatTheTestDeletedItselfIsNoFailure() throws Exception {
    ZooKeeperRoot root = zookeeper.freshRoot();
    try (ZooKeeperClient all = new ZooKeeperClient(zookeeper.server().connectString())) {
      all.delete(root.path());
      assertThat(all.read(root.path())).isEmpty();
    }

    root.close();
  }

  @Test
  void aRootHasTheAddressOfATopologyStore() {
    ZooKeeperRoot root = zookeeper.freshRoot();

    assertThat(root.uri()).isEqualTo(zookeeper.server().uri(root.path())).startsWith("zk://");
  }

  @Test
  void aGivenServerIsAskedBeforeItIsTakenAndIsNotEnded() {
    String address = zookeeper.server().connectString();

    GivenZooKeeper.parse(address).close();

    assertThat(GivenZooKeeper.parse(address).connectString()).isEqualTo(address);
  }

  @Test
  void aGivenServerThatDoesNotServeIsNamed() {
    String nobody = "127.0.0.1:" + FreePorts.any();

    assertThatThrownBy(() -> GivenZooKeeper.parse(nobody))
        .isInstanceOf(ServerStartException.class)
        .hasMessage("MULTIGRES_TEST_ZOOKEEPER names " + nobody + ", where nobody serves");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "zk://127.0.0.1:2181", "127.0.0.1:2181/root", "a:1,,b:2"})
  void aGivenAddressOfAnotherFormIsRefused(String text) {
    assertThatThrownBy(() -> GivenZooKeeper.parse(text))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("host:port[,host:port]");
  }
}
