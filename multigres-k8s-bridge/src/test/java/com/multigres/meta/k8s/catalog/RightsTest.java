package com.multigres.meta.k8s.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.k8s.Admin;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.ForgetDatabase;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import com.multigres.meta.testservers.kubernetes.KubernetesSetup;
import com.multigres.meta.testservers.tls.TlsIdentity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a store may do under the role that is shipped, and what it says without it. */
class RightsTest extends ClusterTest {
  @RegisterExtension
  static final KubernetesExtension KUBERNETES =
      KubernetesExtension.own(KubernetesSetup.temporary());

  @Override
  KubernetesExtension kubernetes() {
    return KUBERNETES;
  }

  private static final String RBAC = "apis/rbac.authorization.k8s.io/v1/namespaces/";
  private static final String APPLIED = "?fieldManager=admin&force=true";

  private final Map<String, TlsIdentity> identities = new HashMap<>();
  private String narrowed = "";

  /** Somebody whom the server knows, and who may do nothing yet. */
  private static String somebody() {
    return "user-" + UUID.randomUUID().toString().substring(0, 8);
  }

  private void bind(String user, String role) {
    String yaml = "application/apply-patch+yaml";
    String namespace = clusters().namespace();
    clusters()
        .send(
            ApiCall.patch(
                RBAC + namespace + "/roles/multigres-meta-catalog" + APPLIED, yaml, role));
    clusters()
        .send(
            ApiCall.patch(
                RBAC + namespace + "/rolebindings/multigres-meta-catalog" + APPLIED,
                yaml,
                part(2).replaceAll("(?s)subjects:.*", "")
                    + "subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: "
                    + user
                    + "}]"));
    // The server needs a moment to know what it just stored.
    String verb = role.contains("[list]") ? "list" : "get";
    Patience.eventually().until(() -> allowed(user, verb));
    Patience.eventually().until(() -> role.contains("patch") == allowed(user, "patch"));
  }

  private boolean allowed(String user, String verb) {
    String question =
        """
        {"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{"user":"%s",
         "resourceAttributes":{"namespace":"%s","verb":"%s","group":"multigres.com",
         "resource":"multigresclusters"%s}}}"""
            .formatted(user, clusters().namespace(), verb, narrowed);
    return Clusters.json(
            clusters()
                .send(ApiCall.post("apis/authorization.k8s.io/v1/subjectaccessreviews", question)))
        .path("status")
        .path("allowed")
        .asBoolean();
  }

  /** One of the manifests in the file that we ship. */
  private static String part(int number) {
    return Clusters.manifest("catalog-store-rbac.yaml").split("(?m)^---$", -1)[number];
  }

  private CatalogStore storeOf(String user, String cluster, boolean lazy) {
    TlsIdentity identity =
        identities.computeIfAbsent(
            user, name -> KUBERNETES.process().user(name).certificate().orElseThrow());
    StoreOptions options =
        StoreOptions.builder()
            .trustedCertificates(Admin.text(identity.authority()))
            .clientCertificate(Admin.text(identity.certificate()), Admin.text(identity.key()))
            .lazy(lazy)
            .build();
    String uri =
        "k8s://%s/%s?server=%s"
            .formatted(clusters().namespace(), cluster, KUBERNETES.process().url());
    return closedAfterwards(CatalogStores.open(uri, options));
  }

  @Test
  void theShippedRoleIsEnoughForEverything() {
    String cluster = cluster("[{\"name\":\"postgres\",\"default\":true},{\"name\":\"others\"}]");
    String user = somebody();
    bind(user, part(1));
    worksWhole(storeOf(user, cluster, false));
  }

  @Test
  void theRoleMayBeNarrowedToOneCluster() {
    String cluster = cluster("[{\"name\":\"postgres\",\"default\":true},{\"name\":\"others\"}]");
    String foreign = cluster("");
    String user = somebody();
    narrowed = ",\"name\":\"" + cluster + "\"";
    bind(user, part(1) + "    resourceNames: [" + cluster + "]\n");
    worksWhole(storeOf(user, cluster, false));
    assertThat(refused(Code.ACCESS_DENIED, () -> storeOf(user, foreign, false)))
        .hasMessageContaining("forbidden")
        .hasMessageContaining(user);
  }

  private void worksWhole(CatalogStore store) {
    store.initialise();
    List<CatalogEvent> told = new CopyOnWriteArrayList<>();
    try (Subscription running = store.subscribe(Optional.empty(), told::add)) {
      Position made = apply(store, CreateDatabase.named("db1")).position();
      assertThat(store.read(ReadOptions.cached().atLeast(made)).position()).isEqualTo(made);
      apply(store, new DropDatabase("others", false), new ForgetDatabase("others", false));
      store.raiseFence(1);
      Patience.eventually().until(() -> !told.isEmpty());
      assertThat(running).isNotNull();
    }
    assertThat(store.check()).isEmpty();
  }

  @Test
  void withoutRightsTheServersWordsSayWhatIsMissing() {
    String cluster = cluster("");
    String user = somebody();
    assertThat(refused(Code.ACCESS_DENIED, () -> storeOf(user, cluster, false)))
        .hasMessageContaining("403")
        .hasMessageContaining(user)
        .hasMessageContaining("cannot get resource \"multigresclusters\"");
    assertThat(refused(Code.ACCESS_DENIED, () -> storeOf(user, cluster, true).read()))
        .hasMessageContaining(user);
  }

  @Test
  void whoMayOnlyReadIsToldSoWhenHeWrites() {
    String cluster = cluster("");
    store(cluster).initialise();
    String user = somebody();
    bind(user, part(1).replace("[get, list, watch, patch]", "[get]"));
    CatalogStore reader = storeOf(user, cluster, false);
    assertThat(refused(Code.ACCESS_DENIED, () -> apply(reader, CreateDatabase.named("db1"))))
        .hasMessageContaining("cannot patch resource");
    // Without a watch it looks by itself.
    Position made = apply(store(cluster), CreateDatabase.named("db1")).position();
    assertThat(reader.read(ReadOptions.cached().atLeast(made)).position()).isEqualTo(made);
  }

  @Test
  void rightsThatAreTakenAwayEndASubscription() {
    String cluster = cluster("");
    store(cluster).initialise();
    String user = somebody();
    bind(user, part(1));
    CatalogStore store = storeOf(user, cluster, false);
    List<CatalogEvent> told = new CopyOnWriteArrayList<>();
    try (Subscription running = store.subscribe(Optional.empty(), told::add)) {
      Patience.eventually().until(() -> told.size() == 1);
      bind(user, part(1).replace("[get, list, watch, patch]", "[list]"));
      apply(store(cluster), CreateDatabase.named("db1"));
      Patience.eventually()
          .until(() -> told.stream().anyMatch(CatalogEvent.Ended.class::isInstance));
      assertThat(((CatalogEvent.Ended) told.get(told.size() - 1)).error().code())
          .isEqualTo(Code.ACCESS_DENIED);
      assertThat(running).isNotNull();
    }
  }

  @Test
  void aServerThatIsNotTrustedIsNotSpokenTo() {
    String cluster = cluster("");
    String uri =
        "k8s://%s/%s?server=%s"
            .formatted(clusters().namespace(), cluster, KUBERNETES.process().url());
    StoreOptions options = StoreOptions.builder().password(() -> "hunter2").build();
    assertThat(refused(Code.ACCESS_DENIED, () -> CatalogStores.open(uri, options)))
        .hasMessageContaining("certificate")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aWrongTokenIsRefusedAndNotShown() {
    String cluster = cluster("");
    String uri =
        "k8s://%s/%s?server=%s"
            .formatted(clusters().namespace(), cluster, KUBERNETES.process().url());
    StoreOptions options =
        StoreOptions.builder()
            .password(() -> "hunter2")
            .trustedCertificates(Admin.text(KUBERNETES.process().admin().authority()))
            .build();
    assertThat(refused(Code.ACCESS_DENIED, () -> CatalogStores.open(uri, options)))
        .hasMessageContaining("401")
        .hasMessageNotContaining("hunter2");
  }
}
