package com.multigres.meta.testservers.etcd;

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

class EtcdProcessTest {

  @RegisterExtension
  static final EtcdExtension etcd =
      EtcdExtension.own(EtcdSetup.temporary().argument("max-request-bytes", "2000"));

  @AfterEach
  void bringItBack() {
    etcd.process().resume();
    etcd.process().start();
  }

  private static EtcdGateway gateway() {
    return EtcdGateway.to(etcd.server());
  }

  @Test
  void theServerSaysTheVersionOfItsProgram() {
    assertThat(gateway().version()).isEqualTo(etcd.process().version().toString());
  }

  @Test
  void aStoppedServerHasItsDataAfterTheStart() {
    gateway().put("/stopped", "one");

    etcd.process().stop();
    assertThat(etcd.process().running()).isFalse();
    assertThatThrownBy(() -> gateway().get("/stopped")).isInstanceOf(ServerStartException.class);
    etcd.process().start();

    assertThat(gateway().get("/stopped")).contains("one");
  }

  @Test
  void aKilledServerHasItsDataAfterTheStart() {
    gateway().put("/killed", "two");
    long before = etcd.process().pid();

    etcd.process().kill();
    assertThat(ProcessHandle.of(before).filter(ProcessTree::running)).isEmpty();
    etcd.process().start();

    assertThat(gateway().get("/killed")).contains("two");
    assertThat(etcd.process().pid()).isNotEqualTo(before);
  }

  @Test
  void aServerThatRunsIsNotStartedTwice() {
    long before = etcd.process().pid();

    etcd.process().start();
    assertThat(etcd.process().pid()).isEqualTo(before);

    etcd.process().restart();
    assertThat(etcd.process().pid()).isNotEqualTo(before);
  }

  @Test
  void aPausedServerAnswersNobodyUntilItIsResumed() throws Exception {
    gateway().put("/paused", "three");

    etcd.process().pause();
    assertThat(etcd.process().running()).isTrue();
    assertThat(etcd.process().answering()).isFalse();
    CompletableFuture<Optional<String>> answer =
        CompletableFuture.supplyAsync(() -> gateway().get("/paused"));
    assertThatThrownBy(() -> answer.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);

    etcd.process().resume();
    assertThat(answer.get(10, TimeUnit.SECONDS)).contains("three");
  }

  @Test
  void aPausedServerCanBeStoppedAndKilled() {
    etcd.process().pause();
    etcd.process().stop();
    assertThat(etcd.process().running()).isFalse();

    etcd.process().start();
    etcd.process().pause();
    etcd.process().kill();
    assertThat(etcd.process().running()).isFalse();
  }

  @Test
  void whatDoesNotRunCannotBePaused() {
    etcd.process().stop();

    assertThatThrownBy(() -> etcd.process().pause())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not run");
  }

  @Test
  void anArgumentReachesTheServer() {
    String tooMuch = "x".repeat(3000);

    assertThatThrownBy(() -> gateway().put("/large", tooMuch))
        .hasMessageContaining("request is too large");
  }

  @Test
  void anArgumentThatEtcdDoesNotKnowIsNamedWhenItDoesNotStart() {
    assertThatThrownBy(() -> EtcdSetup.temporary().argument("no-such-thing", "1").start())
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("did not start (exit ")
        .hasMessageContaining("no-such-thing");
  }

  @Test
  void aServerLeavesNeitherProcessNorFiles() {
    Leftovers.areNone(EtcdSetup.temporary().start());
  }
}
