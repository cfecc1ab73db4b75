package com.multigres.meta.cli.change;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.Failures;
import com.multigres.meta.cli.run.Stores;
import com.multigres.meta.cluster.CatalogCarrier;
import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.cluster.ClusterInitializer;
import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.cluster.bridge.BridgeTarget;
import com.multigres.meta.cluster.bridge.TopologyTarget;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.cells.Cells;
import java.util.List;
import java.util.function.Supplier;

/** Carries a change of the catalog into the topology that the command was given. */
public final class Carrying {
  private Carrying() {}

  /** What is done with the copies of a catalog and the poolers that serve it. */
  public interface Work<T> {
    T on(List<BridgeTarget> copies, Supplier<ShardServers> servers);
  }

  /**
   * Carries a catalog into the given topology; without one, nothing. The change stands by now, so
   * that a topology which is away is told of, and makes no failure of a change that was done.
   */
  public static void carry(Context context, CatalogStore catalogs) {
    if (context.stores().topoUriIfGiven().isEmpty()) {
      return;
    }
    try {
      on(
          context.stores(),
          (copies, servers) -> new CatalogCarrier(catalogs, copies, servers).carry());
    } catch (TopoException | CatalogException | ClusterException | CliException e) {
      context
          .console()
          .note(
              "multigres-meta: the catalog was changed, the topology not brought in step with it: "
                  + Failures.of(e).line());
    }
  }

  /** Works on the given topology. */
  public static <T> T on(Stores stores, Work<T> work) {
    try (TopoStore store = stores.openCluster()) {
      GlobalTopology global = stores.global(store);
      requireCluster(stores, global);
      try (Cells cells = stores.cells(global)) {
        return work.on(List.of(TopologyTarget.of(global)), () -> ShardServers.of(cells.poolers()));
      }
    }
  }

  /** Refuses, before anything is changed, a topology that holds no cluster. */
  public static void requireCluster(Stores stores) {
    try (TopoStore store = stores.openCluster()) {
      requireCluster(stores, stores.global(store));
    }
  }

  private static void requireCluster(Stores stores, GlobalTopology global) {
    if (ClusterInitializer.read(global).isEmpty()) {
      throw CliException.notFound(
          "no cluster was initialised at /" + stores.topoRoot() + " of the topology");
    }
  }
}
