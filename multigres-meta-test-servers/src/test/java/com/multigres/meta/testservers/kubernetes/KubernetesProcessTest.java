package com.multigres.meta.testservers.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.testservers.ServerStartException;
import com.multigres.meta.testservers.internal.ProcessTree;
import com.multigres.meta.testservers.process.HttpCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KubernetesProcessTest {

  @RegisterExtension
  static final KubernetesExtension kubernetes =
      KubernetesExtension.own(KubernetesSetup.temporary().argument("event-ttl", "30m"));

  @AfterEach
  void bringItBack() {
    kubernetes.process().etcd().start();
    kubernetes.process().resume();
    kubernetes.process().start();
  }

  private static KubernetesApi api() {
    return new KubernetesApi(kubernetes.server().url(), kubernetes.server().admin());
  }

  private static String configMaps(KubernetesNamespace namespace) {
    return "/api/v1/namespaces/" + namespace.name() + "/configmaps";
  }

  private static void create(KubernetesNamespace namespace, String name) {
    api().must("POST", configMaps(namespace), configMap(name));
  }

  static String configMap(String name) {
    return "{\"metadata\":{\"name\":\"" + name + "\"},\"data\":{\"a\":\"1\"}}";
  }

  @Test
  void theServerSaysTheVersionOfItsProgram() {
    assertThat(api().must("GET", "/version", "").text("gitVersion"))
        .contains("v" + kubernetes.process().version());
  }

  @Test
  void aRestartedServerHasItsData() {
    KubernetesNamespace namespace = kubernetes.freshNamespace();
    create(namespace, "restarted");
    long before = kubernetes.process().pid();

    kubernetes.process().restart();

    assertThat(kubernetes.process().pid()).isNotEqualTo(before);
    assertThat(api().must("GET", configMaps(namespace) + "/restarted", "").text("a")).contains("1");
  }

  @Test
  void aKilledServerAndItsKilledEtcdHaveTheirDataAfterTheStart() {
    KubernetesNamespace namespace = kubernetes.freshNamespace();
    create(namespace, "killed");
    long before = kubernetes.process().pid();

    kubernetes.process().kill();
    kubernetes.process().etcd().kill();
    assertThat(ProcessHandle.of(before).filter(ProcessTree::running)).isEmpty();
    assertThatThrownBy(() -> api().must("GET", "/version", ""))
        .isInstanceOf(ServerStartException.class);
    kubernetes.process().etcd().start();
    kubernetes.process().start();

    assertThat(api().must("GET", configMaps(namespace) + "/killed", "").text("a")).contains("1");
  }

  @Test
  void aPausedServerAnswersNobodyUntilItIsResumed() {
    KubernetesApi hasty =
        new KubernetesApi(
            kubernetes.server().url(), kubernetes.server().admin(), Duration.ofMillis(500));

    kubernetes.process().pause();
    assertThatThrownBy(() -> hasty.send("GET", "/version", "")).isInstanceOf(IOException.class);

    kubernetes.process().resume();
    assertThat(api().must("GET", "/version", "").succeeded()).isTrue();
  }

  @Test
  void anArgumentThatItDoesNotKnowIsNamedWhenItDoesNotStart() {
    assertThatThrownBy(() -> KubernetesSetup.temporary().argument("no-such-thing", "1").start())
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("did not start (exit ")
        .hasMessageContaining("no-such-thing");
  }

  @Test
  void anArgumentReachesTheServer() {
    assertThat(kubernetes.process().command()).contains("--event-ttl=30m");
  }

  @Test
  void theConfigurationFileNamesTheServerAndHoldsNoKey() throws IOException {
    String text = Files.readString(kubernetes.process().kubeconfig());

    assertThat(text)
        .contains("server: \"" + kubernetes.server().url() + "\"")
        .doesNotContain("PRIVATE");
    assertThat(Path.of(text.replaceAll("(?s).*client-key: \"([^\"]+)\".*", "$1"))).isRegularFile();
  }

  @Test
  void whatKubernetesChecksIsChecked() throws IOException {
    KubernetesNamespace namespace = kubernetes.freshNamespace();

    HttpCalls.Answer badName = api().send("POST", configMaps(namespace), configMap("Not_A_Name"));
    assertThat(badName.status()).isEqualTo(422);

    create(namespace, "once");
    HttpCalls.Answer again = api().send("POST", configMaps(namespace), configMap("once"));
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text("reason")).contains("AlreadyExists");
  }
}
