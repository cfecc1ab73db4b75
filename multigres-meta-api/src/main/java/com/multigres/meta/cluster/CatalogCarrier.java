package com.multigres.meta.cluster;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cluster.bridge.BridgeReport;
import com.multigres.meta.cluster.bridge.BridgeRunner;
import com.multigres.meta.cluster.bridge.BridgeSettings;
import com.multigres.meta.cluster.bridge.BridgeTarget;
import com.multigres.meta.cluster.plan.BridgePolicy;
import com.multigres.meta.cluster.plan.DeletionPolicy;
import com.multigres.meta.cluster.plan.EntryPath;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Carries the catalog into its copies where no bridge serves the cluster: whoever changed the
 * catalog does it right after. A dropped database leaves the copies and is forgotten once no
 * registered pooler serves it. A run that dies in between is completed by the next. Thread-safe.
 */
public final class CatalogCarrier {
  private static final String AUTHOR = "multigres-meta";

  private final CatalogStore catalogs;
  private final List<BridgeTarget> copies;
  private final Supplier<ShardServers> servers;

  /**
   * A carrier.
   *
   * @param catalogs the catalog
   * @param copies its copies, as far as this process reaches them
   * @param servers asks the cells for their poolers
   */
  public CatalogCarrier(
      CatalogStore catalogs, List<BridgeTarget> copies, Supplier<ShardServers> servers) {
    this.catalogs = catalogs;
    this.copies = List.copyOf(copies);
    this.servers = servers;
  }

  /**
   * Whether a bridge serves the cluster: its fence stands beside a copy.
   *
   * @return true when carrying is the bridge's business
   */
  public boolean isLeftToBridge() {
    return copies.stream().anyMatch(copy -> copy.read().fence() > 0);
  }

  /**
   * Brings catalog and copies in step, unless a bridge does.
   *
   * @return what was done and what is left; empty when it is left to a bridge
   * @throws ClusterException {@code CONTENDED} when others kept changing what was read
   * @throws com.multigres.meta.topo.TopoException as the topology's store
   * @throws com.multigres.meta.catalog.CatalogException as the catalog's store
   */
  public Optional<BridgeReport> carry() {
    return isLeftToBridge() ? Optional.empty() : Optional.of(run(policy()));
  }

  /** Goes through with a dropped entry, whoever serves it and whatever bridge there is. */
  BridgeReport insistOn(EntryPath path) {
    return run(policy().insistOn(path));
  }

  private BridgeReport run(BridgePolicy policy) {
    BridgeSettings settings = BridgeSettings.STANDARD.with(policy).by(AUTHOR);
    return new BridgeRunner(catalogs, copies, servers, settings).runOnce();
  }

  private static BridgePolicy policy() {
    return BridgePolicy.STANDARD.deleting(DeletionPolicy.DELETE_UNSERVED);
  }
}
