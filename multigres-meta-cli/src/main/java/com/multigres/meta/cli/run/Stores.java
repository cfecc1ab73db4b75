package com.multigres.meta.cli.run;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.cluster.ClusterInitializer;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.TopoLayout;
import com.multigres.meta.topology.cells.CellResolver;
import com.multigres.meta.topology.cells.Cells;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens the stores that options and variables name; closing them is the caller's business. */
public final class Stores {
  private static final String TOPO = "MULTIGRES_TOPO";
  private static final String CATALOG = "MULTIGRES_CATALOG";

  private final GlobalOptions options;
  private final Map<String, String> environment;

  Stores(GlobalOptions options, Map<String, String> environment) {
    this.options = options;
    this.environment = environment;
  }

  /** The address of the global topology. */
  public String topoUri() {
    return topoUriIfGiven()
        .orElseThrow(() -> CliException.usage("name the topology: --topo URI or " + TOPO));
  }

  /** The address of the global topology, where one is given. */
  public Optional<String> topoUriIfGiven() {
    return options.topo().or(() -> variable(TOPO));
  }

  /** The address of the catalog. */
  public String catalogUri() {
    return catalogUriIfGiven()
        .orElseThrow(() -> CliException.usage("name the catalog: --catalog URI or " + CATALOG));
  }

  /** The address of the catalog, where one is given. */
  public Optional<String> catalogUriIfGiven() {
    return options.catalog().or(() -> variable(CATALOG));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /** How to reach topologies. */
  public StoreOptions topoOptions() {
    return new Credentials(options, environment).of(TOPO + "_PASSWORD");
  }

  /** How to reach the catalog. */
  public StoreOptions catalogOptions() {
    return new Credentials(options, environment).of(CATALOG + "_PASSWORD");
  }

  /** Opens the global topology; where {@code --cluster} names a cluster, only that one's. */
  public TopoStore openTopo() {
    return open(topoRoot());
  }

  /**
   * Opens the global topology of the cluster that is meant. Without its name, an address without a
   * root would lead to where no cluster is, and every answer would be wrong.
   */
  public TopoStore openCluster() {
    if (topoRoot().isRoot()) {
      throw CliException.usage(
          "name the cluster: --cluster NAME, or its root in the topology's address,"
              + " as in ...#/multigres/NAME/global");
    }
    return openTopo();
  }

  /** Opens the global topology of a cluster: at its layout's root where the address names none. */
  public TopoStore openTopoOf(String name) {
    return open(topoRootOf(name));
  }

  private TopoStore open(TopoPath root) {
    TopoStore store = TopoStores.openElsewhere(topoUri(), topoOptions(), List.of(), root);
    try {
      options
          .cluster()
          .ifPresent(
              asked ->
                  ClusterInitializer.read(global(store)).ifPresent(entry -> entry.require(asked)));
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** The error of a command that needs a cluster where none was initialised. */
  public CliException noCluster() {
    return CliException.notFound(
        "no cluster was initialised at /" + topoRoot() + " of the topology");
  }

  /** The root of the global topology: in the address, or else the named cluster's. */
  public TopoPath topoRoot() {
    TopoPath given = TopoStores.root(topoUri());
    return options.cluster().isPresent() ? topoRootOf(options.cluster().get()) : given;
  }

  /** The root of a cluster's global topology. */
  public TopoPath topoRootOf(String name) {
    if (name.chars().filter(c -> c == '/').count() > 1 || name.isBlank() || name.endsWith("/")) {
      throw CliException.usage("--cluster is NAME or NAMESPACE/NAME, not '" + name + "'");
    }
    TopoPath given = TopoStores.root(topoUri());
    String bare = name.substring(name.indexOf('/') + 1);
    return given.isRoot() ? options.layout().globalRoot(bare) : given;
  }

  /** Opens a topology at an address of its own. */
  public TopoStore openTopo(String uri) {
    return TopoStores.open(uri, topoOptions());
  }

  /** Opens the catalog. */
  public CatalogStore openCatalog() {
    return CatalogStores.open(catalogUri(), catalogOptions());
  }

  /** The typed global topology in an open store. */
  public GlobalTopology global(TopoStore store) {
    return GlobalTopology.of(store, options.layout());
  }

  /** The cells of a global topology, each in a store of its own. */
  public Cells cells(GlobalTopology global) {
    return Cells.of(global, CellResolver.like(topoUri(), topoOptions()));
  }

  /** The name that was given with {@code --cluster}. */
  public Optional<String> clusterIfGiven() {
    return options.cluster();
  }

  /** Where records lie. */
  public TopoLayout layout() {
    return options.layout();
  }

  /** The cluster's name: as given, else as the root of the canonical layout has it. */
  public Optional<String> cluster() {
    return options.cluster().or(() -> topoUriIfGiven().flatMap(this::clusterInRoot));
  }

  private Optional<String> clusterInRoot(String uri) {
    TopoPath root = TopoStores.root(uri);
    List<String> names = root.names();
    return names.size() == 3 && options.layout().globalRoot(names.get(1)).equals(root)
        ? Optional.of(names.get(1)).filter(name -> options.layout() == TopoLayout.CANONICAL)
        : Optional.empty();
  }
}
