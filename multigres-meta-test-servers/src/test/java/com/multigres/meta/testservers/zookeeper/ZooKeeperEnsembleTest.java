package com.multigres.meta.testservers.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ZooKeeperEnsembleTest {

  @RegisterExtension
  static final ZooKeeperEnsembleExtension zookeeper =
      ZooKeeperEnsembleExtension.own(ZooKeeperSetup.temporary());

  @AfterEach
  void bringItBack() {
    zookeeper.ensemble().members().forEach(ZooKeeperProcess::resume);
    zookeeper.ensemble().start();
  }

  @Test
  void anotherMemberLeadsAfterTheLeaderIsKilledAndNothingIsLost() throws Exception {
    ZooKeeperRoot root = zookeeper.freshRoot();
    ZooKeeperProcess before = zookeeper.ensemble().leader();
    try (ZooKeeperClient client = new ZooKeeperClient(before.connectString())) {
      client.create(root.path() + "/a", "1");
    }

    before.kill();

    ZooKeeperProcess after = zookeeper.ensemble().leader();
    assertThat(after).isNotSameAs(before);
    try (ZooKeeperClient client = new ZooKeeperClient(after.connectString())) {
      assertThat(client.read(root.path() + "/a")).contains("1");
      client.create(root.path() + "/b", "2");
    }

    before.start();
    try (ZooKeeperClient client = new ZooKeeperClient(before.connectString() + root.path())) {
      assertThat(client.read("/b")).contains("2");
    }
  }

  @Test
  void anotherMemberLeadsWhileTheLeaderIsPaused() {
    ZooKeeperProcess before = zookeeper.ensemble().leader();

    before.pause();
    ZooKeeperProcess after = zookeeper.ensemble().leader();
    assertThat(after).isNotSameAs(before);

    before.resume();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> before.status().map(ZooKeeperStatus::mode).equals(Optional.of("follower")));
  }

  @Test
  void withoutTheGreaterPartNobodyServes() {
    ZooKeeperProcess survivor = zookeeper.ensemble().follower();
    zookeeper.ensemble().members().stream()
        .filter(member -> member != survivor)
        .forEach(ZooKeeperProcess::kill);

    await().atMost(Duration.ofSeconds(30)).until(() -> survivor.status().isEmpty());
    assertThat(survivor.running()).isTrue();

    zookeeper.ensemble().start();
    assertThat(survivor.status()).isPresent();
  }

  @Test
  void theAddressNamesAllMembers() {
    assertThat(zookeeper.ensemble().uri("/root"))
        .matches("zk://127\\.0\\.0\\.1:\\d+,127\\.0\\.0\\.1:\\d+,127\\.0\\.0\\.1:\\d+/root");
  }
}
