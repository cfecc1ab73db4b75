package com.multigres.meta.k8s.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.cluster.ClusterInitializer;
import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.cluster.bridge.BridgeReport;
import com.multigres.meta.cluster.bridge.BridgeRunner;
import com.multigres.meta.cluster.bridge.BridgeSettings;
import com.multigres.meta.cluster.bridge.TopologyTarget;
import com.multigres.meta.cluster.plan.BridgePolicy;
import com.multigres.meta.cluster.plan.Finding;
import com.multigres.meta.k8s.Admin;
import com.multigres.meta.k8s.ClusterManifests;
import com.multigres.meta.k8s.catalog.Clusters;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.k8s.target.ResourceTarget;
import com.multigres.meta.memory.catalog.MemoryCatalogs;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.component.DatabaseRecord;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.testservers.kubernetes.KubernetesServer;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.TopoLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One cluster: its resource on a real server, its catalog and its topology in memory. */
final class BridgeCase implements AutoCloseable {
  private static final Path MANIFEST =
      Path.of("src", "test", "resources", "manifests", "minimal.yaml");
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  final Clusters clusters;
  final String name = "c" + UUID.randomUUID().toString().substring(0, 8);
  final ApiServer server;
  final CatalogStore catalogs = CatalogStores.open("memory://" + name);
  final TopoStore store = TopoStores.open("memory://" + name + "/multigres/c/global");
  final GlobalTopology global = GlobalTopology.of(store, TopoLayout.CANONICAL);

  BridgeCase(KubernetesServer kubernetes, String namespace, String definition, String databases) {
    clusters = new Clusters(kubernetes, namespace);
    clusters.define(definition);
    clusters.create(name, databases);
    server = Admin.on(kubernetes);
    catalogs.initialise();
    new ClusterInitializer(global, TopoPath.parse("/multigres/c/global"))
        .initialise(ClusterManifests.read(MANIFEST));
  }

  BridgeParts parts() {
    return new BridgeParts(
        server,
        clusters.namespace(),
        name,
        catalogs,
        global,
        () -> ShardServers.of(List.of()),
        PoolerNews.none());
  }

  ResourceTarget resource() {
    return new ResourceTarget(server, clusters.namespace(), name, TIMEOUT);
  }

  BridgeRunner runner(BridgeSettings settings) {
    return new BridgeRunner(
        catalogs,
        List.of(resource(), TopologyTarget.of(global)),
        () -> ShardServers.of(List.of()),
        settings);
  }

  /** One run of a bridge that leads. */
  BridgeReport run(BridgePolicy policy) {
    return runner(BridgeSettings.STANDARD.with(policy).leading(1)).runOnce();
  }

  BridgeReport run() {
    return run(BridgePolicy.STANDARD);
  }

  void apply(CatalogChange... changes) {
    catalogs.apply(List.of(changes), ApplyOptions.none());
  }

  JsonNode databases() {
    return clusters.read(name).path("spec").path("databases");
  }

  /** The names of the databases that the resource lists. */
  List<String> listed() {
    return names(databases());
  }

  /** The names in a list. */
  static List<String> names(JsonNode list) {
    List<String> names = new ArrayList<>();
    list.forEach(item -> names.add(item.path("name").asText()));
    return names;
  }

  /** The names of the databases that have a record. */
  List<String> records() {
    return global.databases().list().records().stream().map(DatabaseRecord::name).toList();
  }

  JsonNode sideMap() {
    return Clusters.json(send(ApiCall.get(sideMapPath())));
  }

  String sideMapPath() {
    return "api/v1/namespaces/" + clusters.namespace() + "/configmaps/" + name + "-multigres-meta";
  }

  String send(ApiCall call) {
    return server.send(call, Deadline.after(TIMEOUT));
  }

  static List<String> kinds(BridgeReport report) {
    return report.findings().stream()
        .map((Finding finding) -> finding.kind() + " " + finding.path())
        .toList();
  }

  @Override
  public void close() {
    store.close();
    catalogs.close();
    MemoryCatalogs.forget(name);
    server.release();
    clusters.close();
  }
}
