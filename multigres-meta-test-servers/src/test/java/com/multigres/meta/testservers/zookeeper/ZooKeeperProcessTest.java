package com.multigres.meta.testservers.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.testservers.ServerStartException;
import com.multigres.meta.testservers.internal.ProcessTree;
import com.multigres.meta.testservers.process.Leftovers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ZooKeeperProcessTest {

  @RegisterExtension
  static final ZooKeeperExtension zookeeper =
      ZooKeeperExtension.own(ZooKeeperSetup.temporary().setting("extendedTypesEnabled", "true"));

  @AfterEach
  void bringItBack() {
    zookeeper.process().resume();
    zookeeper.process().start();
  }

  private static ZooKeeperClient client() throws Exception {
    return new ZooKeeperClient(zookeeper.server().connectString());
  }

  @Test
  void aStoppedServerHasItsDataAfterTheStart() throws Exception {
    try (ZooKeeperClient client = client()) {
      client.create("/stopped", "one");
    }

    zookeeper.process().stop();
    assertThat(zookeeper.process().running()).isFalse();
    zookeeper.process().start();

    try (ZooKeeperClient client = client()) {
      assertThat(client.read("/stopped")).contains("one");
    }
  }

  @Test
  void aKilledServerHasItsDataAfterTheStartAndSessionsGoOn() throws Exception {
    try (ZooKeeperClient client = client()) {
      client.create("/killed", "two");
      long before = zookeeper.process().pid();

      zookeeper.process().kill();
      assertThat(ProcessHandle.of(before).filter(ProcessTree::running)).isEmpty();
      zookeeper.process().start();

      assertThat(zookeeper.process().pid()).isNotEqualTo(before);
    }
    try (ZooKeeperClient client = client()) {
      assertThat(client.read("/killed")).contains("two");
    }
  }

  @Test
  void aPausedServerAnswersNobodyUntilItIsResumed() throws Exception {
    try (ZooKeeperClient client = client()) {
      client.create("/paused", "three");

      zookeeper.process().pause();
      CompletableFuture<Optional<String>> answer =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return client.read("/paused");
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThatThrownBy(() -> answer.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);

      zookeeper.process().resume();
      assertThat(answer.get(20, TimeUnit.SECONDS)).contains("three");
    }
  }

  @Test
  void aSettingReachesTheServer() throws Exception {
    try (ZooKeeperClient client = client()) {
      client.createFor(60_000, "/for-a-minute");
      assertThat(client.read("/for-a-minute")).isPresent();
    }
  }

  @Test
  void aSettingThatCannotBeIsNamedWhenItDoesNotStart() {
    assertThatThrownBy(() -> ZooKeeperSetup.temporary().setting("tickTime", "often").start())
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("did not start (exit ")
        .hasMessageContaining("often");
  }

  @Test
  void aServerLeavesNeitherProcessNorFiles() {
    Leftovers.areNone(ZooKeeperSetup.temporary().start());
  }
}
