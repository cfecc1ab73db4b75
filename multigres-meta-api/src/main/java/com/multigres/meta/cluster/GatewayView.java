package com.multigres.meta.cluster;

import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.model.TableName;
import com.multigres.meta.model.component.Pooler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Step 5 of a cluster's life: what a gateway can route, from the catalog and the poolers it
 * discovered. Immutable; made anew for every generation and every change of a pooler.
 *
 * <p>What is being dropped is not routed to, nor are shards that are only being prepared or were
 * switched away from.
 */
public final class GatewayView {
  private final CatalogSnapshot catalog;
  private final ShardServers servers;

  /**
   * A view.
   *
   * @param catalog the catalog
   * @param servers the poolers that the gateway discovered
   */
  public GatewayView(CatalogSnapshot catalog, ShardServers servers) {
    this.catalog = catalog;
    this.servers = servers;
  }

  /**
   * Where the queries for some keys go.
   *
   * @param database the database's name
   * @param tableGroup the tablegroup's name
   * @param shard the shard that holds the keys
   * @param key the shard, by external names
   * @param primary who takes its writes; empty while nobody does
   * @param replicas who else takes its reads
   */
  public record Route(
      String database,
      String tableGroup,
      Shard shard,
      ShardKey key,
      Optional<Pooler> primary,
      List<Pooler> replicas) {

    /** Makes a route with a copy of the list. */
    public Route {
      replicas = List.copyOf(replicas);
    }

    /**
     * Whether writes can be routed now.
     *
     * @return true when the shard is ready and has a primary
     */
    public boolean isServed() {
      return shard.state() != ShardState.CREATING && primary.isPresent();
    }
  }

  /**
   * The database that a connection means.
   *
   * @param name the name that the connection gives; empty for the default database
   * @return the database; empty when there is none of that name, or it is being dropped
   */
  public Optional<Database> database(String name) {
    Optional<Database> meant =
        name.isEmpty() ? catalog.catalog().defaultDatabase() : catalog.catalog().database(name);
    return meant.filter(database -> !database.isDropping());
  }

  /**
   * Where a query for one key of a table goes.
   *
   * @param database the name that the connection gives; empty for the default database
   * @param table the table; one that was never placed is in the default tablegroup
   * @param key the key
   * @return the route; empty when there is no such database, or it or the tablegroup is being
   *     dropped
   */
  public Optional<Route> route(String database, TableName table, byte[] key) {
    return database(database)
        .flatMap(
            found ->
                found
                    .tableGroupOf(table)
                    .or(found::defaultTableGroup)
                    .filter(group -> !group.isDropping())
                    .flatMap(group -> group.shardOf(key).map(shard -> route(found, group, shard))));
  }

  /**
   * Everything that is routed.
   *
   * @return one route for each active shard of what is not being dropped, in the catalog's order
   */
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (Database database : catalog.catalog().databases()) {
      for (TableGroup group : database.tableGroups()) {
        if (!database.isDropping() && !group.isDropping()) {
          group.activeShards().forEach(shard -> routes.add(route(database, group, shard)));
        }
      }
    }
    return List.copyOf(routes);
  }

  private Route route(Database database, TableGroup group, Shard shard) {
    ShardKey key =
        new ShardKey(database.externalName(), group.externalName(), shard.externalName());
    Optional<Pooler> primary = servers.primary(key);
    List<Pooler> replicas =
        servers.serving(key).stream()
            .filter(pooler -> primary.filter(pooler::equals).isEmpty())
            .toList();
    return new Route(database.name(), group.name(), shard, key, primary, replicas);
  }
}
