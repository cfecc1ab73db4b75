package com.multigres.meta.cluster.plan;

import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.cluster.ShardServers;
import java.util.List;

/**
 * All there is to know for a plan.
 *
 * @param catalog the catalog and its position
 * @param copies the copies that the bridge keeps or watches
 * @param servers the poolers that registered themselves in the cells
 * @param policy what people decided
 */
public record BridgeInput(
    CatalogSnapshot catalog, List<CopyInput> copies, ShardServers servers, BridgePolicy policy) {

  /** Makes an input with a copy of the list. */
  public BridgeInput {
    copies = List.copyOf(copies);
  }
}
