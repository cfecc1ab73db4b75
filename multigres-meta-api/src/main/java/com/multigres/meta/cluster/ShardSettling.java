package com.multigres.meta.cluster;

import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.ForgetShard;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The next steps of shards, as far as the registered poolers allow them. A pure function.
 *
 * <p>A shard that is being created is ready once a primary serves it. A retired one is drained
 * until nobody serves it any more, then dropped, and forgotten when no live pooler is left.
 */
public final class ShardSettling {
  private ShardSettling() {}

  /**
   * One step of one shard.
   *
   * @param shard the shard, by external names
   * @param id the shard's id
   * @param change the change of the catalog
   * @param reason why, for people
   */
  public record Step(ShardKey shard, long id, CatalogChange change, String reason) {
    /**
     * Whether the shard is forgotten by it.
     *
     * @return true for the last step of a retired shard
     */
    public boolean forgets() {
      return change instanceof ForgetShard;
    }
  }

  /**
   * The steps that are due; after them there may be more.
   *
   * @param catalog the catalog
   * @param servers the registered poolers
   * @return at most one step for each shard, in the catalog's order
   */
  public static List<Step> steps(Catalog catalog, ShardServers servers) {
    List<Step> steps = new ArrayList<>();
    for (Database database : catalog.databases()) {
      for (TableGroup group : database.tableGroups()) {
        if (!database.isDropping() && !group.isDropping()) {
          group
              .shards()
              .forEach(shard -> step(database, group, shard, servers).ifPresent(steps::add));
        }
      }
    }
    return List.copyOf(steps);
  }

  private static Optional<Step> step(
      Database database, TableGroup group, Shard shard, ShardServers servers) {
    ShardKey key =
        new ShardKey(database.externalName(), group.externalName(), shard.externalName());
    Of of = new Of(database.name(), group.name(), shard, key);
    if (!shard.isRetired()) {
      boolean ready = shard.state() == ShardState.CREATING && servers.primary(key).isPresent();
      return ready
          ? Optional.of(of.becoming(ShardState.READY, "a primary serves it"))
          : Optional.empty();
    }
    return switch (shard.state()) {
      case CREATING -> Optional.of(of.becoming(ShardState.DROPPING, "it was cancelled"));
      case READY -> Optional.of(of.becoming(ShardState.DRAINING, "it was switched away from"));
      case DRAINING ->
          !servers.mayServe(key)
              ? Optional.of(of.becoming(ShardState.DROPPING, "nobody serves it any more"))
              : Optional.empty();
      case DROPPING ->
          !servers.mayBeLive(key::equals)
              ? Optional.of(of.forgotten("no pooler of it is left"))
              : Optional.empty();
    };
  }

  /** One shard, and how changes name it: by its id, which no other shard ever has. */
  private record Of(String database, String tableGroup, Shard shard, ShardKey key) {
    Step becoming(ShardState state, String reason) {
      CatalogChange change = new SetShardState(database, tableGroup, "#" + shard.id(), state);
      return new Step(key, shard.id(), change, "shard " + named() + ": " + reason);
    }

    Step forgotten(String reason) {
      CatalogChange change = new ForgetShard(database, tableGroup, "#" + shard.id(), true);
      return new Step(key, shard.id(), change, "shard " + named() + ": " + reason);
    }

    private String named() {
      return database + "/" + tableGroup + "/" + shard.name();
    }
  }
}
