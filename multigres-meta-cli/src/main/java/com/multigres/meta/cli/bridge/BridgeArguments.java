package com.multigres.meta.cli.bridge;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.Stores;
import com.multigres.meta.cli.run.TextFiles;
import com.multigres.meta.cluster.plan.DeletionPolicy;
import com.multigres.meta.k8s.BridgeConfigs;
import com.multigres.meta.k8s.bridge.BridgeOptions;
import com.multigres.meta.k8s.bridge.BridgeParts;
import com.multigres.meta.k8s.bridge.OpenCluster;
import com.multigres.meta.k8s.config.BridgeConfig;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.k8s.server.ApiSettings;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.cells.Cells;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Option;

/** Which cluster the bridge serves, and how. */
final class BridgeArguments {
  private static final Path POD =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "How to reach the API server. Default: KUBECONFIG, or the pod's account.")
  private Optional<String> kubeconfig = Optional.empty();

  @Option(names = "--context", paramLabel = "NAME", description = "Which of its contexts.")
  private Optional<String> kubeContext = Optional.empty();

  @Option(
      names = "--deletion",
      paramLabel = "POLICY",
      description =
          "What becomes of the entries of dropped databases: retain (default), or delete, which"
              + " lets the operator delete their servers.")
  private Deletion deletion = Deletion.RETAIN;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "How catalog, topology and secrets of a cluster are found where --catalog and --topo are"
              + " not given; see docs/bridge.md.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description =
          "The own namespace: of the lease, and of the clusters unless the file names it.")
  private Optional<String> namespace = Optional.empty();

  /** What becomes of entries whose database was dropped. */
  enum Deletion {
    RETAIN,
    DELETE
  }

  BridgeOptions options(Duration interval) {
    BridgeOptions standard = BridgeOptions.STANDARD;
    return new BridgeOptions(
        candidate(),
        deletion == Deletion.DELETE ? DeletionPolicy.DELETE : DeletionPolicy.RETAIN,
        interval,
        standard.timeout(),
        standard.lease());
  }

  /** The pod's name, where this is one. */
  static String candidate() {
    return Optional.ofNullable(System.getenv("HOSTNAME"))
        .filter(name -> !name.isBlank())
        .orElse("multigres-meta-" + ProcessHandle.current().pid());
  }

  /** The API server, to be released. */
  ApiServer server() {
    return ApiServer.acquire(
        ApiSettings.of(
            kubeconfig,
            kubeContext,
            Optional.empty(),
            StoreOptions.defaults(),
            ApiSettings.CONNECT_TIMEOUT));
  }

  /** What the file says; without one, what holds where nothing is said. */
  BridgeConfig config() {
    String own = namespace();
    return config
        .map(file -> BridgeConfigs.read(file, own))
        .orElseGet(() -> BridgeConfig.of(List.of(own)));
  }

  /** Where the process is itself: as told, or as the pod's account says. */
  String namespace() {
    return namespace.orElseGet(
        () ->
            Files.isReadable(POD) ? TextFiles.read(POD, "the pod's namespace").strip() : "default");
  }

  /** Opens everything, and closes it after the work. */
  int with(Context context, ToIntFunction<BridgeParts> work) {
    Stores stores = context.stores();
    String[] names = cluster(stores);
    ApiServer server = server();
    try {
      if (stores.catalogUriIfGiven().isPresent() && stores.topoUriIfGiven().isPresent()) {
        return withGiven(stores, server, names, work);
      }
      try (OpenCluster found =
          OpenCluster.find(server, config(), names[0], names[1], candidate())) {
        return work.applyAsInt(found.parts());
      }
    } finally {
      server.release();
    }
  }

  private static int withGiven(
      Stores stores, ApiServer server, String[] names, ToIntFunction<BridgeParts> work) {
    try (CatalogStore catalogs = stores.openCatalog();
        TopoStore store = stores.openCluster()) {
      GlobalTopology global = stores.global(store);
      try (Cells cells = stores.cells(global)) {
        return work.applyAsInt(BridgeParts.of(server, names[0], names[1], catalogs, global, cells));
      }
    }
  }

  private static String[] cluster(Stores stores) {
    String[] names = stores.clusterIfGiven().orElse("").split("/", -1);
    if (names.length != 2 || names[0].isEmpty() || names[1].isEmpty()) {
      throw CliException.usage("name the resource: --cluster NAMESPACE/NAME");
    }
    return names;
  }
}
