package com.multigres.meta.testservers.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.testservers.ServerStartException;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EtcdClusterTest {

  @RegisterExtension
  static final EtcdClusterExtension etcd = EtcdClusterExtension.own(EtcdSetup.temporary());

  @AfterEach
  void bringItBack() {
    etcd.cluster().members().forEach(EtcdProcess::resume);
    etcd.cluster().start();
  }

  @Test
  void threeMembersAgreeOnWhatOneWasTold() {
    EtcdRoot root = etcd.freshRoot();
    EtcdGateway.to(etcd.cluster().member(0)).put(root.path() + "/a", "1");

    for (EtcdProcess member : etcd.cluster().members()) {
      assertThat(EtcdGateway.to(member).get(root.path() + "/a")).contains("1");
    }
    assertThat(etcd.cluster().endpoints()).hasSize(3).doesNotHaveDuplicates();
    assertThat(root.uri())
        .matches("etcd://127\\.0\\.0\\.1:\\d+,127\\.0\\.0\\.1:\\d+,127\\.0\\.0\\.1:\\d+/test-.*");
  }

  @Test
  void anotherMemberLeadsAfterTheLeaderIsKilledAndNothingIsLost() {
    EtcdRoot root = etcd.freshRoot();
    EtcdProcess before = etcd.cluster().leader();
    EtcdGateway.to(before).put(root.path() + "/a", "1");

    before.kill();

    EtcdProcess after = etcd.cluster().leader();
    assertThat(after).isNotSameAs(before);
    assertThat(EtcdGateway.to(after).get(root.path() + "/a")).contains("1");
    EtcdGateway.to(after).put(root.path() + "/b", "2");

    before.start();
    assertThat(EtcdGateway.to(before).get(root.path() + "/b")).contains("2");
  }

  @Test
  void anotherMemberLeadsWhileTheLeaderIsPaused() {
    EtcdProcess before = etcd.cluster().leader();

    before.pause();
    EtcdProcess after = etcd.cluster().leader();
    assertThat(after).isNotSameAs(before);

    before.resume();
    EtcdRoot root = etcd.freshRoot();
    EtcdGateway.to(before).put(root.path() + "/a", "1");
    assertThat(EtcdGateway.to(after).get(root.path() + "/a")).contains("1");
  }

  @Test
  void threeMembersCanSpeakTlsAndAskForAUserAsOne() {
    try (EtcdCluster secret = EtcdSetup.temporary().tls().login().startCluster();
        EtcdRoot root = secret.freshRoot()) {
      EtcdGateway.to(secret.leader()).put(root.path() + "/a", "1");

      assertThat(EtcdGateway.to(secret.follower()).get(root.path() + "/a")).contains("1");
      assertThat(root.uri()).startsWith("etcds://127.0.0.1:");
      EtcdGateway nobody =
          new EtcdGateway(
              secret.follower().endpoint(), secret.tls(), Optional.empty(), Duration.ofSeconds(5));
      assertThatThrownBy(() -> nobody.get(root.path() + "/a"))
          .hasMessageContaining("user name is empty");
    }
  }

  @Test
  void withoutTheGreaterPartNothingIsWrittenAndAfterwardsItIs() {
    EtcdRoot root = etcd.freshRoot();
    EtcdProcess survivor = etcd.cluster().follower();
    etcd.cluster().members().stream()
        .filter(member -> member != survivor)
        .forEach(EtcdProcess::kill);
    EtcdGateway alone =
        new EtcdGateway(
            survivor.endpoint(), Optional.empty(), Optional.empty(), Duration.ofSeconds(2));

    assertThatThrownBy(() -> alone.put(root.path() + "/a", "1"))
        .isInstanceOf(ServerStartException.class);

    etcd.cluster().start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              EtcdGateway.to(survivor).put(root.path() + "/a", "2");
              assertThat(EtcdGateway.to(survivor).get(root.path() + "/a")).contains("2");
            });
  }
}
