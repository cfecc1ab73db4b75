package com.multigres.meta.benchmarks.bridge;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.cluster.ClusterInitializer;
import com.multigres.meta.k8s.ClusterManifests;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.k8s.server.ApiSettings;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testservers.PostgresProcess;
import com.multigres.meta.testservers.PostgresSetup;
import com.multigres.meta.testservers.kubernetes.KubernetesProcess;
import com.multigres.meta.testservers.kubernetes.KubernetesSetup;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.TopoLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * An API server with many clusters, and a PostgreSQL with their catalogs, each in a schema of its
 * own of one database, and their topologies, each below a root of its own.
 */
final class FleetStage implements AutoCloseable {
  static final String NAMESPACE = "default";
  private static final int DATABASES = 10; // the default one among them
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final String CLUSTERS =
      "apis/multigres.com/v1alpha1/namespaces/" + NAMESPACE + "/multigresclusters";
  private static final Pattern IN_STEP = Pattern.compile("\"reason\":\"InSync\"");

  private final PostgresProcess postgres =
      PostgresSetup.temporary()
          .setting("max_locks_per_transaction", "256")
          .accessRule("host all all 127.0.0.1/32 trust")
          .accessRule("host all all ::1/128 trust")
          .start();
  private final KubernetesProcess kubernetes = KubernetesSetup.temporary().start();
  private final ApiServer server =
      ApiServer.acquire(
          ApiSettings.of(
              Optional.of(kubernetes.kubeconfig().toString()),
              Optional.empty(),
              Optional.empty(),
              StoreOptions.defaults(),
              ApiSettings.CONNECT_TIMEOUT));
  private final CatalogStore keeper; // of the connections that all stores share

  private final Path folder;

  /**
   * Starts the servers.
   *
   * @param folder for files
   * @param definition of the resources
   */
  FleetStage(Path folder, Path definition) throws IOException {
    this.folder = folder;
    send(
        ApiCall.post(
            "api/v1/namespaces/" + NAMESPACE + "/secrets",
            "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"login\"},"
                + "\"stringData\":{\"password\":\"unasked\"}}"));
    send(
        ApiCall.patch(
            "apis/apiextensions.k8s.io/v1/customresourcedefinitions/multigresclusters.multigres.com"
                + "?fieldManager=admin&force=true",
            "application/apply-patch+yaml",
            Files.readString(definition)));
    keeper = openCatalog(name(0));
  }

  static String name(int number) {
    return "c" + number;
  }

  Path kubeconfig() {
    return kubernetes.kubeconfig();
  }

  /** The bridge's configuration. */
  String config(Duration interval) {
    return """
        namespaces: [%s]
        interval: %ds
        defaults:
          catalog-uri: %s
          catalog-user: postgres
          topology-uri: %s
        """
        .formatted(NAMESPACE, interval.toSeconds(), catalog("{cluster}"), topology("{cluster}"));
  }

  private String catalog(String cluster) {
    return database() + "?schema=catalog_" + cluster;
  }

  private String topology(String cluster) {
    return database() + "#/multigres/" + cluster + "/global";
  }

  private String database() {
    return "postgresql://postgres@" + postgres.host() + ":" + postgres.port() + "/postgres";
  }

  private CatalogStore openCatalog(String cluster) {
    return CatalogStores.open(
        catalog(cluster), StoreOptions.builder().timeout(TIMEOUT).lazy(true).build());
  }

  /** Makes clusters, each with its catalog, its topology and its resource. */
  void fill(int clusters) {
    IntStream.range(0, clusters).forEach(number -> make(name(number)));
  }

  private void make(String cluster) {
    try (CatalogStore catalogs = openCatalog(cluster)) {
      catalogs.initialise();
      List<CatalogChange> databases =
          IntStream.range(1, DATABASES)
              .<CatalogChange>mapToObj(number -> CreateDatabase.named("db" + number))
              .toList();
      catalogs.apply(databases, ApplyOptions.none());
    }
    try (TopoStore store = TopoStores.open(topology(cluster))) {
      TopoPath root = TopoPath.parse("/multigres/" + cluster + "/global");
      new ClusterInitializer(GlobalTopology.of(store, TopoLayout.CANONICAL), root)
          .initialise(ClusterManifests.read(manifest(cluster)));
    }
    send(ApiCall.post(CLUSTERS, resource(cluster)));
  }

  private static String resource(String cluster) {
    return """
        {"apiVersion":"multigres.com/v1alpha1","kind":"MultigresCluster","metadata":{"name":"%s"},
         "spec":{"cells":[{"name":"zone1","zoneId":"a"}],
          "postgresPasswordSecretRef":{"name":"login","key":"password"}}}"""
        .formatted(cluster);
  }

  private Path manifest(String cluster) {
    try {
      return Files.writeString(folder.resolve("cluster.yaml"), resource(cluster));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String send(ApiCall call) {
    return server.send(call, Deadline.after(TIMEOUT));
  }

  /** How many clusters are told to be in step. */
  int inStep() {
    return (int) IN_STEP.matcher(send(ApiCall.get(CLUSTERS))).results().count();
  }

  /** Creates a database and waits until the resource lists it; in milliseconds. */
  double carried(String cluster, String database) throws InterruptedException {
    try (CatalogStore catalogs = openCatalog(cluster)) {
      catalogs.apply(List.of(CreateDatabase.named(database)), ApplyOptions.none());
      long committed = System.nanoTime();
      String listed = "\"name\":\"" + database + "\"";
      while (!send(ApiCall.get(CLUSTERS + "/" + cluster)).contains(listed)) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      return (System.nanoTime() - committed) / 1e6;
    }
  }

  @Override
  public void close() {
    keeper.close();
    server.release();
    kubernetes.close();
    postgres.close();
  }
}
