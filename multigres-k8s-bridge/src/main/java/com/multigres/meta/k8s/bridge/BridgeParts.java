package com.multigres.meta.k8s.bridge;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.cells.Cells;
import java.util.function.Supplier;

/**
 * What a bridge brings in step; closing it is the caller's business.
 *
 * @param server where the resource is
 * @param namespace the resource's namespace
 * @param cluster the resource's name
 * @param catalogs the catalog
 * @param global the global topology
 * @param servers asks the cells for their poolers
 * @param poolers tells when these change
 */
public record BridgeParts(
    ApiServer server,
    String namespace,
    String cluster,
    CatalogStore catalogs,
    GlobalTopology global,
    Supplier<ShardServers> servers,
    PoolerNews poolers) {

  /**
   * The parts of a cluster whose cells are open.
   *
   * @param server where the resource is
   * @param namespace the resource's namespace
   * @param cluster the resource's name
   * @param catalogs the catalog
   * @param global the global topology
   * @param cells its cells
   */
  public static BridgeParts of(
      ApiServer server,
      String namespace,
      String cluster,
      CatalogStore catalogs,
      GlobalTopology global,
      Cells cells) {
    return new BridgeParts(
        server,
        namespace,
        cluster,
        catalogs,
        global,
        () -> ShardServers.of(cells.poolers()),
        PoolerNews.of(cells, global));
  }
}
