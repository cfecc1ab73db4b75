package com.multigres.meta.testservers.kubernetes;

import static com.multigres.meta.testservers.kubernetes.KubernetesProcessTest.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.testservers.ServerStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class KubernetesSharedTest {

  @RegisterExtension static final KubernetesExtension kubernetes = KubernetesExtension.shared();
  @RegisterExtension static final KubernetesExtension another = KubernetesExtension.shared();

  private static KubernetesApi api() {
    return new KubernetesApi(kubernetes.server().url(), kubernetes.server().admin());
  }

  private static String in(KubernetesNamespace namespace, String kind) {
    return "/api/v1/namespaces/" + namespace.name() + "/" + kind;
  }

  @Test
  void allClassesOfAJvmShareOneServer() {
    assertThat(another.server()).isSameAs(kubernetes.server());
    assertThatThrownBy(kubernetes::process).hasMessageContaining("shared");
  }

  @Test
  void aNamespaceGoesWithWhatItHoldsAndNobodyElsesDoes() throws IOException {
    KubernetesNamespace first = kubernetes.freshNamespace();
    KubernetesNamespace second = kubernetes.freshNamespace();
    api().must("POST", in(first, "configmaps"), configMap("a"));
    api().must("POST", in(second, "configmaps"), configMap("a"));
    api()
        .must(
            "POST",
            "/apis/coordination.k8s.io/v1/namespaces/" + first.name() + "/leases",
            "{\"metadata\":{\"name\":\"lease\"},\"spec\":{}}");

    first.close();
    first.close();

    assertThat(api().send("GET", "/api/v1/namespaces/" + first.name(), "").status()).isEqualTo(404);
    String left = api().must("GET", "/api/v1/configmaps", "").body();
    assertThat(left).contains(second.name()).doesNotContain(first.name());
    assertThat(api().must("GET", "/apis/coordination.k8s.io/v1/leases", "").body())
        .doesNotContain(first.name());
    assertThat(api().send("GET", in(second, "configmaps/a"), "").status()).isEqualTo(200);
  }

  @Test
  void aNamespaceHasTheAddressOfATopologyStore() {
    KubernetesNamespace namespace = kubernetes.freshNamespace();

    assertThat(namespace.uri("/root")).isEqualTo("k8s://" + namespace.name() + "/root");
  }

  @Test
  void nobodyIsAuthorisedWithoutACertificateOrARole() throws IOException {
    KubernetesNamespace namespace = kubernetes.freshNamespace();
    assumeThat(kubernetes.server())
        .as("only our own knows users")
        .isInstanceOf(KubernetesProcess.class);
    KubernetesProcess own = (KubernetesProcess) kubernetes.server();
    KubernetesLogin nobody =
        new KubernetesLogin(own.admin().authority(), Optional.empty(), Optional.empty());
    KubernetesLogin user = own.user("reader");

    assertThat(status(nobody, in(namespace, "configmaps"))).isIn(401, 403);
    assertThat(status(user, in(namespace, "configmaps"))).isEqualTo(403);

    api().must("POST", rbac(namespace, "roles"), ROLE);
    api().must("POST", rbac(namespace, "rolebindings"), BINDING);

    // The server learns of roles by watching them.
    await().until(() -> status(user, in(namespace, "configmaps")) == 200);
    assertThat(status(user, in(namespace, "secrets"))).isEqualTo(403);
    assertThat(status(user, "/api/v1/configmaps")).isEqualTo(403);
  }

  private static final String ROLE =
      """
      {"metadata":{"name":"reader"},
       "rules":[{"apiGroups":[""],"resources":["configmaps"],"verbs":["get","list"]}]}""";

  private static final String BINDING =
      """
      {"metadata":{"name":"reader"},
       "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"reader"},
       "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"reader"}]}""";

  private static String rbac(KubernetesNamespace namespace, String kind) {
    return "/apis/rbac.authorization.k8s.io/v1/namespaces/" + namespace.name() + "/" + kind;
  }

  private static int status(KubernetesLogin login, String path) throws IOException {
    return new KubernetesApi(kubernetes.server().url(), login).send("GET", path, "").status();
  }

  @Test
  void aGivenServerIsUsedByItsToken(@TempDir Path folder) throws IOException {
    KubernetesNamespace namespace = kubernetes.freshNamespace();
    String account = in(namespace, "serviceaccounts");
    api().must("POST", account, "{\"metadata\":{\"name\":\"tests\"}}");
    String token =
        api().must("POST", account + "/tests/token", "{\"spec\":{}}").text("token").orElseThrow();
    Path file = Files.writeString(folder.resolve("token"), token);
    Map<String, String> variables =
        Map.of(
            GivenKubernetes.VARIABLE, kubernetes.server().url(),
            GivenKubernetes.TOKEN, file.toString(),
            GivenKubernetes.AUTHORITY, kubernetes.server().admin().authority().toString());

    assertThatThrownBy(() -> GivenKubernetes.find(variables))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("system:serviceaccount:" + namespace.name() + ":tests")
        .hasMessageNotContaining(token);

    String binding = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings";
    api().must("POST", binding, adminBinding(namespace));
    try (GivenKubernetes given =
            await()
                .ignoreExceptions()
                .until(() -> GivenKubernetes.find(variables).orElseThrow(), found -> true);
        KubernetesNamespace other = given.freshNamespace()) {
      assertThat(other.name()).isNotEqualTo(namespace.name());
    } finally {
      api().must("DELETE", binding + "/" + namespace.name(), "");
    }
  }

  private static String adminBinding(KubernetesNamespace namespace) {
    return """
        {"metadata":{"name":"%s"},
         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"cluster-admin"},
         "subjects":[{"kind":"ServiceAccount","namespace":"%s","name":"tests"}]}"""
        .formatted(namespace.name(), namespace.name());
  }

  @Test
  void aGivenServerNeedsItsFiles() {
    Map<String, String> variables = Map.of(GivenKubernetes.VARIABLE, "https://127.0.0.1:6443");

    assertThatThrownBy(() -> GivenKubernetes.find(variables))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("MULTIGRES_TEST_KUBERNETES_CA_FILE has to name a file");
    assertThatThrownBy(() -> GivenKubernetes.find(Map.of(GivenKubernetes.VARIABLE, "http://x")))
        .hasMessageContaining("https://host:port");
  }
}
