package com.multigres.meta.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.run.Interruption;
import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.k8s.bridge.BridgeParts;
import com.multigres.meta.k8s.bridge.PoolerNews;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.k8s.server.ApiSettings;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.kubernetes.KubernetesServer;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.TopoLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One cluster on real servers: its resource on an API server, its catalog in a PostgreSQL, its
 * topology wherever an address leads; and the bridge as a command, told by a file where they are.
 */
final class BridgeStage implements AutoCloseable {
  private static final String CLUSTERS = "apis/multigres.com/v1alpha1/namespaces/";
  private static final String YAML = "application/apply-patch+yaml";
  static final String NAME = "cluster1";

  final CatalogStore catalogs;
  final TopoStore store;
  final GlobalTopology global;
  final String namespace;
  private final ApiServer server;
  private final Path config;
  private final Path kubeconfig;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Interruption interruption = new Interruption();
  private final Thread bridge = new Thread(this::bridge, "bridge-command");

  BridgeStage(
      KubernetesServer kubernetes,
      String namespace,
      PostgresDatabase database,
      String topology,
      Path folder) {
    this.namespace = namespace;
    PostgresStores postgres = new PostgresStores(database);
    kubeconfig = write(folder.resolve("kubeconfig"), kubeconfig(kubernetes));
    config = write(folder.resolve("bridge.yaml"), config(postgres.catalog(), topology));
    server =
        ApiServer.acquire(
            ApiSettings.of(
                Optional.of(kubeconfig.toString()),
                Optional.empty(),
                Optional.empty(),
                StoreOptions.defaults(),
                ApiSettings.CONNECT_TIMEOUT));
    Run.Caller caller =
        new Run.Caller(
            Map.of(
                "MULTIGRES_TOPO", topology,
                "MULTIGRES_CATALOG", postgres.catalog(),
                "MULTIGRES_CATALOG_PASSWORD", database.password()),
            List.of());
    caller.initialiseCluster();
    catalogs = CatalogStores.open(postgres.catalog(), postgres.options());
    catalogs.initialise();
    store = TopoStores.open(topology);
    global = GlobalTopology.of(store, TopoLayout.CANONICAL);
    makeResource(database.password());
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String kubeconfig(KubernetesServer kubernetes) {
    String user =
        kubernetes
            .admin()
            .certificate()
            .map(
                own ->
                    "{client-certificate: %s, client-key: %s}"
                        .formatted(own.certificate(), own.key()))
            .orElseGet(() -> "{tokenFile: %s}".formatted(kubernetes.admin().token().orElseThrow()));
    return """
        apiVersion: v1
        kind: Config
        current-context: test
        clusters: [{name: test, cluster: {server: "%s", certificate-authority: %s}}]
        users: [{name: test, user: %s}]
        contexts: [{name: test, context: {cluster: test, user: test}}]
        """
        .formatted(kubernetes.url(), kubernetes.admin().authority(), user);
  }

  private String config(String catalog, String topology) {
    return """
        namespaces: [%s]
        interval: 10m
        lease-pause: 300ms
        defaults:
          catalog-uri: %s
          catalog-password-secret: login/password
        clusters:
          %s/%s:
            topology-uri: %s
        """
        .formatted(namespace, catalog, namespace, NAME, topology);
  }

  private void makeResource(String password) {
    Path definition = Path.of("..", "deploy", "kubernetes", "multigrescluster-crd.yaml");
    send(
        ApiCall.patch(
            "apis/apiextensions.k8s.io/v1/customresourcedefinitions/multigresclusters.multigres.com"
                + "?fieldManager=admin&force=true",
            YAML,
            read(definition)));
    send(
        ApiCall.post(
            "api/v1/namespaces/" + namespace + "/secrets",
            "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"login\"},"
                + "\"stringData\":{\"password\":\"%s\"}}".formatted(password)));
    String resource =
        """
        {"apiVersion":"multigres.com/v1alpha1","kind":"MultigresCluster",
         "metadata":{"name":"%s"},"spec":{"cells":[{"name":"cell1","zoneId":"a"}],
          "postgresPasswordSecretRef":{"name":"login","key":"password"}}}"""
            .formatted(NAME);
    Patience.eventually()
        .ignoreException(ApiException.class)
        .until(
            () ->
                !send(ApiCall.post(CLUSTERS + namespace + "/multigresclusters", resource))
                    .isEmpty());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String path() {
    return CLUSTERS + namespace + "/multigresclusters/" + NAME;
  }

  /** What a bridge in this process works with. */
  BridgeParts parts() {
    return new BridgeParts(
        server,
        namespace,
        NAME,
        catalogs,
        global,
        () -> ShardServers.of(List.of()),
        PoolerNews.none());
  }

  String send(ApiCall call) {
    return server.send(call, Deadline.after(Duration.ofSeconds(20)));
  }

  /** Starts the command. */
  void start() {
    bridge.start();
  }

  private void bridge() {
    Run.Caller.bare()
        .status(
            "",
            out,
            err,
            interruption,
            "bridge",
            "run",
            "--config",
            config.toString(),
            "--kubeconfig",
            kubeconfig.toString(),
            "--namespace",
            namespace);
  }

  /** What {@code bridge plan} and its like answer of the cluster. */
  JsonNode ask(String... command) {
    List<String> all = new ArrayList<>(List.of("bridge"));
    all.addAll(List.of(command));
    all.addAll(
        List.of(
            "--cluster",
            namespace + "/" + NAME,
            "--config",
            config.toString(),
            "--kubeconfig",
            kubeconfig.toString()));
    return Run.Caller.bare().json(all.toArray(String[]::new));
  }

  void apply(CatalogChange change) {
    catalogs.apply(List.of(change), ApplyOptions.none());
  }

  /** The databases that the resource lists. */
  List<String> listed() {
    List<String> names = new ArrayList<>();
    resource().path("spec").path("databases").forEach(e -> names.add(e.path("name").asText()));
    return names;
  }

  private JsonNode resource() {
    try {
      return Json.read(send(ApiCall.get(path())));
    } catch (JsonProcessingException notJson) {
      throw new AssertionError(notJson);
    }
  }

  /** The condition {@code CatalogSynced}, as {@code status reason: message}. */
  String synced() {
    for (JsonNode condition : resource().path("status").path("conditions")) {
      if (condition.path("type").asText().equals("CatalogSynced")) {
        return condition.path("status").asText()
            + " "
            + condition.path("reason").asText()
            + ": "
            + condition.path("message").asText();
      }
    }
    return "";
  }

  boolean isInStep() {
    return resource().path("status").toString().contains("\"reason\":\"InSync\"");
  }

  boolean stands(String database) {
    return listed().contains(database) && global.databases().get(database).isPresent();
  }

  /** Takes the last entry out, as a person does. */
  void takeOutTheLast() {
    int last = listed().size() - 1;
    send(
        ApiCall.patch(
            path() + "?fieldManager=kubectl-edit",
            "application/json-patch+json",
            "[{\"op\":\"remove\",\"path\":\"/spec/databases/" + last + "\"}]"));
  }

  /** What the command said. */
  String said() {
    return out + "\n" + err;
  }

  @Override
  public void close() {
    interruption.ask();
    try {
      bridge.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    store.close();
    catalogs.close();
    server.release();
  }
}
