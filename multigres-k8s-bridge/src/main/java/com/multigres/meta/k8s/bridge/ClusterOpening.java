package com.multigres.meta.k8s.bridge;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.k8s.config.BridgeConfig;
import com.multigres.meta.k8s.config.ClusterAddresses;
import com.multigres.meta.k8s.lease.LeaseTimes;
import com.multigres.meta.k8s.resource.ClusterResource;
import com.multigres.meta.k8s.resource.Resource;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.cells.Cells;
import java.time.Duration;

/**
 * Opens catalog and topology of a cluster where its resource and the configuration say that they
 * are. Stateless.
 *
 * @param server where the resource and its Secrets are
 * @param config what was said
 * @param candidate the process's name
 */
record ClusterOpening(ApiServer server, BridgeConfig config, String candidate) {
  private static final Duration LONGEST_REREADING = Duration.ofMinutes(1);

  OpenCluster open(String namespace, String cluster) {
    ClusterResource resource = new ClusterResource(server, namespace, cluster);
    Resource read = resource.get(Deadline.after(config.timeout()));
    ClusterAddresses where = config.addresses(read.tree());
    // Before anything is waited for: an address that nobody opens is told at once.
    CatalogStores.check(where.catalogUri());
    TopoStores.check(where.topologyUri());
    StoreLogins logins =
        new StoreLogins(where, new Secrets(server, namespace, config.timeout()), rereading());
    Opened opened = new Opened();
    try {
      CatalogStore catalogs = CatalogStores.open(where.catalogUri(), logins.catalog());
      opened.add(catalogs::close);
      TopoStore store = TopoStores.open(where.topologyUri(), logins.topology());
      opened.add(store::close);
      GlobalTopology global = GlobalTopology.of(store, where.layout());
      Cells cells = Cells.of(global, logins::cell);
      opened.add(cells::close);
      BridgeParts parts = BridgeParts.of(server, namespace, cluster, catalogs, global, cells);
      return new OpenCluster(
          parts,
          options(where),
          true,
          now ->
              now.uid().equals(read.uid())
                  && config.addresses(now.tree()).equals(where)
                  && logins.areCurrent(),
          opened::close);
    } catch (RuntimeException failed) {
      opened.closeAfter(failed);
      throw failed;
    }
  }

  /** How long a certificate that was renewed may go unnoticed. */
  private Duration rereading() {
    Duration some = config.interval().multipliedBy(10);
    return some.compareTo(LONGEST_REREADING) > 0 ? LONGEST_REREADING : some;
  }

  private BridgeOptions options(ClusterAddresses where) {
    return new BridgeOptions(
        candidate, where.deletion(), config.interval(), config.timeout(), times(config));
  }

  static LeaseTimes times(BridgeConfig config) {
    return new LeaseTimes(config.leaseDuration(), config.leasePause());
  }
}
