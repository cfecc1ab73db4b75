package com.multigres.meta.k8s.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.cluster.bridge.BridgeReport;
import com.multigres.meta.cluster.plan.DeletionPolicy;
import com.multigres.meta.k8s.Admin;
import com.multigres.meta.k8s.BridgeConfigs;
import com.multigres.meta.k8s.catalog.Clusters;
import com.multigres.meta.k8s.config.BridgeConfig;
import com.multigres.meta.k8s.config.ClusterSettings;
import com.multigres.meta.k8s.lease.LeaseTimes;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.k8s.server.ApiSettings;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import com.multigres.meta.testservers.kubernetes.KubernetesSetup;
import com.multigres.meta.testservers.tls.TlsIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Under a definition as strict as the operator's own of today, and with the shipped role only. */
class GuardedBridgeTest {
  @RegisterExtension
  static final KubernetesExtension KUBERNETES =
      KubernetesExtension.own(KubernetesSetup.temporary());

  private static final String USER = "bridge-user";
  private static final String FLEET = "fleet-user";
  private static final String RBAC = "apis/rbac.authorization.k8s.io/v1/namespaces/";

  private BridgeCase some;

  @BeforeEach
  void prepare() {
    String strict = Admin.text(Path.of("src", "test", "resources", "crd", "strict.yaml"));
    some = new BridgeCase(KUBERNETES.process(), KUBERNETES.freshNamespace().name(), strict, "");
  }

  @AfterEach
  void tidy() {
    some.close();
  }

  @Test
  void whatTheDefinitionRefusesIsToldInItsWordsAndTheRestIsCarried() {
    some.apply(
        CreateDatabase.named("db1"),
        CreateDatabase.named("db2"),
        new CreateTableGroup("postgres", "tg1", List.of("0-inf"), false));
    BridgeReport report = some.run();
    assertThat(some.listed()).containsExactly("postgres");
    JsonNode groups = some.databases().path(0).path("tablegroups");
    assertThat(BridgeCase.names(groups)).contains("tg1");
    assertThat(BridgeCase.kinds(report))
        .containsExactlyInAnyOrder("NOT_ACCEPTED db1", "NOT_ACCEPTED db2");
    assertThat(report.findings().get(0).message()).contains("422").contains("spec.databases");
    assertThat(some.records()).containsExactly("db1", "db2", "postgres");
    assertThat(some.sideMap().path("data").path("state").asText()).contains("postgres/tg1");
  }

  @Test
  void whatWasRefusedIsTriedAgainWhenAPersonSaysSo() {
    some.apply(CreateDatabase.named("db1"));
    try (WorkCase bridge = new WorkCase(KUBERNETES.process(), some, 1)) {
      bridge.run();
      assertThat(bridge.synced()).startsWith("False NotAccepted");
      some.clusters.define(Clusters.manifest("multigrescluster-crd.yaml"));
      bridge.run();
      assertThat(some.listed()).as("waits for its time").containsExactly("postgres");
      AtomicInteger tries = new AtomicInteger(); // the server hears of the definition in its time
      Patience.eventually()
          .until(
              () -> {
                some.clusters.annotate(some.name, Marks.CONFIRM, "" + tries.incrementAndGet());
                bridge.run();
                return bridge.synced().startsWith("True InSync");
              });
      assertThat(some.listed()).contains("db1");
    }
  }

  @Test
  void theShippedRoleIsEnoughAndWithoutItNothingIsWritten() {
    TlsIdentity identity = KUBERNETES.process().user(USER).certificate().orElseThrow();
    ApiServer narrow = serverOf(identity);
    BridgeParts parts =
        new BridgeParts(
            narrow,
            some.clusters.namespace(),
            some.name,
            some.catalogs,
            some.global,
            some.parts().servers(),
            PoolerNews.none());
    BridgeOptions options =
        new BridgeOptions(
            USER,
            DeletionPolicy.RETAIN,
            Duration.ofSeconds(1),
            Duration.ofSeconds(20),
            new LeaseTimes(Duration.ofSeconds(15), Duration.ofMillis(300)));
    some.apply(new CreateTableGroup("postgres", "tg1", List.of("0-inf"), false));
    JsonNode before = some.clusters.read(some.name);
    try (ClusterBridge bridge = ClusterBridge.start(parts, options, report -> {})) {
      assertThat(some.clusters.read(some.name)).isEqualTo(before);
      bind(USER);
      Patience.eventually().until(() -> some.listed().contains("postgres"));
      Patience.eventually()
          .until(
              () ->
                  some.clusters
                      .read(some.name)
                      .path("status")
                      .toString()
                      .contains("CatalogSynced"));
      String events = "api/v1/namespaces/" + some.clusters.namespace() + "/events";
      Patience.eventually().until(() -> some.send(ApiCall.get(events)).contains("tg1"));
      assertThat(bridge).isNotNull();
    } finally {
      narrow.release();
    }
  }

  @Test
  void theShippedRoleIsEnoughForAllClustersOfANamespace() {
    bind(FLEET);
    some.apply(new CreateTableGroup("postgres", "tg1", List.of("0-inf"), false));
    TlsIdentity identity = KUBERNETES.process().user(FLEET).certificate().orElseThrow();
    ApiServer narrow = serverOf(identity);
    String settings = ClusterSettings.PREFIX;
    some.clusters.annotate(some.name, settings + "catalog-uri", "memory://" + some.name);
    some.clusters.annotate(
        some.name, settings + "topology-uri", "memory://" + some.name + "/multigres/c/global");
    some.clusters.annotate(some.name, settings + "topology-ca-secret", "topo");
    String namespace = some.clusters.namespace();
    some.send(
        ApiCall.post(
            "api/v1/namespaces/" + namespace + "/secrets",
            "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"topo\"},"
                + "\"stringData\":{\"other\":\"x\"}}"));
    try (BridgeFleet fleet =
        BridgeFleet.start(
            narrow,
            BridgeConfig.of(List.of(namespace)).withAnnotations(),
            namespace,
            USER,
            (name, report) -> {})) {
      Patience.eventually()
          .until(
              () ->
                  WorkCase.condition(some, Conditions.SYNCED)
                      .contains("the Secret " + namespace + "/topo has no key ca.crt"));
      some.clusters.annotate(some.name, settings + "topology-ca-secret", "");
      Patience.eventually()
          .until(() -> WorkCase.condition(some, Conditions.SYNCED).startsWith("True InSync"));
      assertThat(BridgeCase.names(some.databases().path(0).path("tablegroups"))).contains("tg1");
      assertThat(fleet.served()).containsExactly(namespace + "/" + some.name);
    } finally {
      narrow.release();
    }
  }

  @Test
  void whatTheBaseDeploysIsAccepted() {
    String[] documents = Clusters.manifest("bridge/rbac.yaml").split("(?m)^---$", -1);
    String namespace = some.clusters.namespace();
    String applied = "/multigres-meta-bridge?fieldManager=admin&force=true&fieldValidation=Strict";
    String yaml = "application/apply-patch+yaml";
    some.send(
        ApiCall.patch(
            "api/v1/namespaces/" + namespace + "/serviceaccounts" + applied, yaml, documents[0]));
    some.send(ApiCall.patch(RBAC + namespace + "/roles" + applied, yaml, documents[1]));
    some.send(ApiCall.patch(RBAC + namespace + "/rolebindings" + applied, yaml, documents[2]));
    some.send(
        ApiCall.patch(
            "apis/apps/v1/namespaces/" + namespace + "/deployments" + applied,
            yaml,
            Clusters.manifest("bridge/deployment.yaml")));
    Path base = Path.of("..", "deploy", "kubernetes", "bridge");
    assertThat(BridgeConfigs.read(base.resolve("bridge.yaml"), namespace))
        .isEqualTo(BridgeConfig.of(List.of(namespace)));
    assertThat(Clusters.manifest("bridge/kustomization.yaml"))
        .contains("- rbac.yaml", "- deployment.yaml", "- bridge.yaml");
  }

  private static ApiServer serverOf(TlsIdentity identity) {
    StoreOptions options =
        StoreOptions.builder()
            .trustedCertificates(Admin.text(identity.authority()))
            .clientCertificate(Admin.text(identity.certificate()), Admin.text(identity.key()))
            .build();
    return ApiServer.acquire(
        ApiSettings.of(
            Optional.empty(),
            Optional.empty(),
            Optional.of(KUBERNETES.process().url()),
            options,
            ApiSettings.CONNECT_TIMEOUT));
  }

  /** The manifests that we ship, for a user instead of the account. */
  private void bind(String user) {
    String[] shipped = Clusters.manifest("bridge/rbac.yaml").split("(?m)^---$", -1);
    String yaml = "application/apply-patch+yaml";
    String inNamespace = RBAC + some.clusters.namespace();
    String applied = "/multigres-meta-bridge?fieldManager=admin&force=true";
    some.send(ApiCall.patch(inNamespace + "/roles" + applied, yaml, shipped[1]));
    some.send(
        ApiCall.patch(
            inNamespace + "/rolebindings" + applied,
            yaml,
            shipped[2].replaceAll("(?s)subjects:.*", "")
                + "subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: "
                + user
                + "}]"));
  }
}
