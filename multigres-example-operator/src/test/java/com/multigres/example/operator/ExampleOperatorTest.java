package com.multigres.example.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.cluster.ClusterInitializer;
import com.multigres.meta.k8s.ClusterManifests;
import com.multigres.meta.k8s.config.BridgeConfig;
import com.multigres.meta.k8s.config.ClusterSettings;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.k8s.server.ApiSettings;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import com.multigres.meta.testservers.kubernetes.KubernetesSetup;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.TopoLayout;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example operator on a real API server, with catalog and topology in a real PostgreSQL. */
class ExampleOperatorTest {
  @RegisterExtension static final PostgresExtension POSTGRES = PostgresExtension.shared();

  @RegisterExtension
  static final KubernetesExtension KUBERNETES =
      KubernetesExtension.own(KubernetesSetup.temporary());

  private static final Path DEFINITION =
      Path.of("..", "deploy", "kubernetes", "multigrescluster-crd.yaml");
  private static final Path CLUSTER = Path.of("src", "test", "resources", "shop.yaml");

  @Test
  void aDatabaseOfTheCatalogReachesTheResourceByTheOperator() {
    PostgresDatabase database = POSTGRES.freshDatabase();
    String namespace = KUBERNETES.freshNamespace().name();
    String path = KUBERNETES.process().kubeconfig().toString();
    Config login = Config.fromKubeconfig(KUBERNETES.process().kubeconfig().toFile());
    login.setClientKeyAlgo("EC");
    ApiServer server =
        ApiServer.acquire(
            ApiSettings.of(
                Optional.of(path),
                Optional.empty(),
                Optional.empty(),
                StoreOptions.defaults(),
                ApiSettings.CONNECT_TIMEOUT));
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(login).build();
        Stores stores = Stores.of(database)) {
      prepare(client, namespace, database);
      try (ExampleOperator operator =
          ExampleOperator.start(client, server, config(namespace, database), namespace)) {
        assertThat(operator).isNotNull();
        Patience.eventually().until(() -> listed(client, namespace).contains("postgres"));
        stores.catalogs().apply(List.of(CreateDatabase.named("db1")), ApplyOptions.none());
        Patience.eventually().until(() -> listed(client, namespace).contains("db1"));
        Patience.eventually().until(() -> stores.global().databases().get("db1").isPresent());
      }
    } finally {
      server.release();
    }
  }

  private static String uri(PostgresDatabase database) {
    return "postgresql://%s@%s:%d/%s"
        .formatted(database.user(), database.host(), database.port(), database.name());
  }

  private static BridgeConfig config(String namespace, PostgresDatabase database) {
    Map<String, String> said =
        Map.of(
            "catalog-uri",
            uri(database),
            "topology-uri",
            uri(database) + "#/multigres/shop/global",
            "catalog-password-secret",
            "shop-password/password");
    return BridgeConfig.of(List.of(namespace))
        .withDefaults(ClusterSettings.read(name -> Optional.ofNullable(said.get(name))));
  }

  private static void prepare(
      KubernetesClient client, String namespace, PostgresDatabase database) {
    client.load(read(DEFINITION)).serverSideApply();
    client
        .secrets()
        .inNamespace(namespace)
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("shop-password")
                .endMetadata()
                .addToStringData("password", database.password())
                .build())
        .create();
    GenericKubernetesResource cluster =
        client
            .getKubernetesSerialization()
            .unmarshal(read(CLUSTER), GenericKubernetesResource.class);
    cluster.getMetadata().setNamespace(namespace);
    Patience.eventually()
        .ignoreException(KubernetesClientException.class)
        .until(() -> client.resource(cluster).create() != null);
  }

  private static InputStream read(Path file) {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> listed(KubernetesClient client, String namespace) {
    GenericKubernetesResource cluster =
        client
            .genericKubernetesResources("multigres.com/v1alpha1", "MultigresCluster")
            .inNamespace(namespace)
            .withName("shop")
            .get();
    List<Map<String, Object>> databases = cluster.get("spec", "databases");
    return databases.stream().map(entry -> String.valueOf(entry.get("name"))).toList();
  }

  /** What the test looks into. */
  private record Stores(CatalogStore catalogs, TopoStore topo, GlobalTopology global)
      implements AutoCloseable {
    static Stores of(PostgresDatabase database) {
      StoreOptions options = StoreOptions.builder().password(database::password).build();
      CatalogStore catalogs = CatalogStores.open(uri(database), options);
      catalogs.initialise();
      TopoStore topo = TopoStores.open(uri(database) + "#/multigres/shop/global", options);
      GlobalTopology global = GlobalTopology.of(topo, TopoLayout.CANONICAL);
      new ClusterInitializer(global, TopoPath.parse("/multigres/shop/global"))
          .initialise(ClusterManifests.read(CLUSTER));
      return new Stores(catalogs, topo, global);
    }

    @Override
    public void close() {
      topo.close();
      catalogs.close();
    }
  }
}
