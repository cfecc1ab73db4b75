package com.multigres.meta.cli.change;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.Failures;
import com.multigres.meta.cli.run.Stores;
import com.multigres.meta.cluster.CatalogCarrier;
import com.multigres.meta.cluster.ClusterErrorCode;
import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.cluster.ClusterInitializer;
import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.cluster.bridge.BridgeTarget;
import com.multigres.meta.cluster.bridge.TopologyTarget;
import com.multigres.meta.cluster.plan.AppliedState;
import com.multigres.meta.store.ErrorCategory;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.cells.Cells;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Carries changes of the catalog into the topology that the command was given, if any. */
public final class Carrying {
  private final Context context;
  private final CatalogStore catalogs;
  private final Optional<TopoException> away;

  private Carrying(Context context, CatalogStore catalogs, Optional<TopoException> away) {
    this.context = context;
    this.catalogs = catalogs;
    this.away = away;
  }

  /** What is done with the copies of a catalog and the poolers that serve it. */
  public interface Work<T> {
    T on(List<BridgeTarget> copies, Supplier<ShardServers> servers);
  }

  /**
   * Refuses, before anything is changed, a topology that the catalog cannot be carried into. One
   * that is away is told of by {@link #carry}, and is no reason to refuse the change.
   */
  public static Carrying prepare(Context context, CatalogStore catalogs) {
    Optional<TopoException> away = Optional.empty();
    if (context.stores().topoUriIfGiven().isPresent()) {
      try {
        require(context.stores(), catalogs);
      } catch (TopoException e) {
        if (e.category() != ErrorCategory.TRANSIENT) {
          throw e;
        }
        away = Optional.of(e);
      }
    }
    return new Carrying(context, catalogs, away);
  }

  /**
   * Carries the catalog into the given topology; without one, nothing. The change stands by now, so
   * that a topology which is away is told of, and makes no failure of a change that was done.
   *
   * @param changed whether the command changed the catalog
   */
  public void carry(boolean changed) {
    if (context.stores().topoUriIfGiven().isEmpty()) {
      return;
    }
    if (away.isPresent()) {
      tell(changed, away.get());
      return;
    }
    try {
      on(
          context.stores(),
          (copies, servers) -> new CatalogCarrier(catalogs, copies, servers).carry());
    } catch (TopoException | CatalogException | ClusterException | CliException e) {
      tell(changed, e);
    }
  }

  private void tell(boolean changed, RuntimeException error) {
    context
        .console()
        .note(
            "multigres-meta: "
                + (changed ? "the catalog was changed" : "the catalog stays as it is")
                + ", the topology not brought in step with it: "
                + Failures.of(error).line());
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

  /** Refuses, before anything is changed, a topology that holds no cluster, or another's. */
  public static void require(Stores stores, CatalogStore catalogs) {
    try (TopoStore store = stores.openCluster()) {
      GlobalTopology global = stores.global(store);
      requireCluster(stores, global);
      BridgeTarget.Reading copy = TopologyTarget.of(global).read();
      copy.snapshot()
          .applied()
          .map(AppliedState::position)
          .filter(position -> !isOf(catalogs, position))
          .ifPresent(position -> refuse(position, copy.fence() > 0));
    }
  }

  private static void requireCluster(Stores stores, GlobalTopology global) {
    if (ClusterInitializer.read(global).isEmpty()) {
      throw CliException.notFound(
          stores.noCluster().getMessage()
              + "; 'cluster init' makes one, and without --topo and MULTIGRES_TOPO only the catalog"
              + " is changed");
    }
  }

  /** Whether a catalog was at a position once. */
  private static boolean isOf(CatalogStore catalogs, Position position) {
    try {
      CatalogSnapshot now = catalogs.read();
      if (now.position().generation() < position.generation()) {
        return false;
      }
      catalogs.read(ReadOptions.primary().atLeast(position));
      return true;
    } catch (CatalogException e) {
      return switch (e.code()) {
        case NOT_INITIALISED, LOST_HISTORY -> false;
        default -> throw e;
      };
    }
  }

  private static void refuse(Position position, boolean bridged) {
    // The side node holds a bridge's fence too, so that one must not be told to remove it.
    String way =
        bridged
            ? "the cluster's bridge goes on from it, and this can be repeated then"
            : "begin again with 'topo rm multigres-meta/databases'";
    throw new ClusterException(
        ClusterErrorCode.OTHER_CLUSTER,
        "the database records of this topology were carried from another catalog, at "
            + position
            + "; should this one be restored or made anew for that cluster, "
            + way);
  }
}
