package com.multigres.meta.cluster;

import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ShardInitClaim;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.ShardClaims;
import java.util.List;

/**
 * Steps 2 and 3 of a cluster's life: of all orchestrators one claims the first shard, and lets its
 * pooler make the catalog in the empty Postgres.
 *
 * <p>Idempotent: whoever holds the claim goes on, also after a crash; the catalog is made once
 * (rule C1). Thread-safe.
 */
public final class CatalogCreation {
  /** The only shard of the default tablegroup of the default database, where the catalog lives. */
  public static final ShardKey HOME =
      new ShardKey(Catalog.DEFAULT_DATABASE, Catalog.DEFAULT_TABLE_GROUP, Catalog.DEFAULT_SHARD);

  private final GlobalTopology global;
  private final CatalogStore catalogs;

  /**
   * A creation.
   *
   * @param global where the shard is claimed
   * @param catalogs the Postgres that is to hold the catalog
   */
  public CatalogCreation(GlobalTopology global, CatalogStore catalogs) {
    this.global = global;
    this.catalogs = catalogs;
  }

  /**
   * Claims the first shard and makes the catalog.
   *
   * @param orchestrator who initialises the shard
   * @param cohort the poolers it is initialised with
   * @return the catalog as it stands
   * @throws ClusterException {@code CLAIMED} when another orchestrator holds the claim
   */
  public CatalogSnapshot create(ComponentId orchestrator, List<ComponentId> cohort) {
    claim(global, HOME, orchestrator, cohort);
    return catalogs.initialise();
  }

  static ShardInitClaim claim(
      GlobalTopology global, ShardKey shard, ComponentId orchestrator, List<ComponentId> cohort) {
    ShardClaims.Result result =
        global.shardClaims().claim(shard, new ShardInitClaim(orchestrator, cohort));
    if (!result.won()) {
      throw new ClusterException(
          ClusterErrorCode.CLAIMED,
          "shard "
              + shard
              + " is claimed by "
              + result.standing().claimer()
              + ", so "
              + orchestrator
              + " must not initialise it");
    }
    return result.standing();
  }
}
