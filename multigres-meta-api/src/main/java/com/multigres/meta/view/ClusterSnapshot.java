package com.multigres.meta.view;

import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.model.TableName;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a view knows at one moment: the catalog, the cells and their components, and how far each
 * can be relied on. Immutable: whoever holds one may go on with it for as long as it likes.
 *
 * <p>Routing leaves out what is being dropped, and shards that are only being prepared or were
 * switched away from. Every lookup of a name is a hash lookup, that of a key logarithmic.
 */
public final class ClusterSnapshot {
  private final Parts parts;

  ClusterSnapshot(Parts parts) {
    this.parts = parts;
  }

  Parts parts() {
    return parts;
  }

  /**
   * Which cluster it is.
   *
   * @return the cluster's name
   */
  public String cluster() {
    return parts.cluster();
  }

  /**
   * The catalog.
   *
   * @return the catalog with its position; empty when it was never read. Its age is that of its
   *     arrival; {@link #catalogFreshness} says how far it can be relied on now
   */
  public Optional<CatalogSnapshot> catalog() {
    return parts.catalog().catalog();
  }

  /**
   * How far the catalog can be relied on.
   *
   * @return current, stale since some moment, never read, or not followed
   */
  public Freshness catalogFreshness() {
    return parts.catalog().freshness();
  }

  /**
   * How far the list of cells, and where their stores are, can be relied on.
   *
   * @return current, stale since some moment, or never read
   */
  public Freshness topologyFreshness() {
    return parts.topology();
  }

  /**
   * The cells.
   *
   * @return what is known of each, sorted by name
   */
  public List<CellSnapshot> cells() {
    return parts.cells().values().stream()
        .sorted(Comparator.comparing(CellSnapshot::name))
        .toList();
  }

  /**
   * One cell.
   *
   * @param name the cell's name
   * @return what is known of it; empty when there is none of that name
   */
  public Optional<CellSnapshot> cell(String name) {
    return Optional.ofNullable(parts.cells().get(name));
  }

  /**
   * The cells whose components cannot be relied on.
   *
   * @return how far they can, by the cell's name
   */
  public SortedMap<String, Freshness> staleCells() {
    SortedMap<String, Freshness> stale = new TreeMap<>();
    parts
        .cells()
        .forEach(
            (name, cell) -> {
              if (!cell.freshness().isCurrent()) {
                stale.put(name, cell.freshness());
              }
            });
    return stale;
  }

  /**
   * Whether every source is followed.
   *
   * @return true when nothing here is stale or unknown
   */
  public boolean isCurrent() {
    return topologyFreshness().isCurrent()
        && catalogFreshness().isCurrent()
        && staleCells().isEmpty();
  }

  /**
   * One component.
   *
   * @param id who it is
   * @return what it last said of itself; empty when it is not registered
   */
  public Optional<Component> component(ComponentId id) {
    return cell(id.cell()).flatMap(cell -> cell.component(id));
  }

  /**
   * The poolers of a shard. Allocates nothing.
   *
   * @param shard the shard, by external names
   * @return who of them takes which queries; {@link ShardPoolers#NONE} when there is nobody
   */
  public ShardPoolers poolers(ShardKey shard) {
    ShardPoolers found = parts.poolers().get(shard);
    return found == null ? ShardPoolers.NONE : found;
  }

  /**
   * The database that a connection means.
   *
   * @param name the name that the connection gives; empty for the default database
   * @return the database; empty when there is none of that name, or it is being dropped
   */
  public Optional<Database> database(String name) {
    return Optional.ofNullable(parts.catalog().table().database(name));
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
        .flatMap(found -> found.tableGroupOf(table).or(found::defaultTableGroup))
        .flatMap(group -> route(database, group.name(), key));
  }

  /**
   * Where a query for one key of a tablegroup goes.
   *
   * @param database the name that the connection gives; empty for the default database
   * @param tableGroup the tablegroup's name
   * @param key the key
   * @return the route; empty when there is no such database or tablegroup, or it is being dropped
   */
  public Optional<Route> route(String database, String tableGroup, byte[] key) {
    RoutingTable.Group group = parts.catalog().table().group(database, tableGroup);
    if (group == null) {
      return Optional.empty();
    }
    Optional<Shard> shard = group.tableGroup().shardOf(key);
    return shard.isEmpty()
        ? Optional.empty()
        : Optional.of(route(group.database(), group.tableGroup(), shard.get()));
  }

  /**
   * Where the queries of all keys of a tablegroup go: what a query without a key is sent to.
   *
   * @param database the name that the connection gives; empty for the default database
   * @param tableGroup the tablegroup's name
   * @return one route for each active shard, by range; empty when there is no such database or
   *     tablegroup, or it is being dropped
   */
  public List<Route> routes(String database, String tableGroup) {
    RoutingTable.Group group = parts.catalog().table().group(database, tableGroup);
    return group == null ? List.of() : routes(group.database(), group.tableGroup());
  }

  /**
   * Everything that is routed.
   *
   * @return one route for each active shard of what is not being dropped, in the catalog's order
   */
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (Database database :
        catalog().map(known -> known.catalog().databases()).orElse(List.of())) {
      for (TableGroup group : database.tableGroups()) {
        if (!database.isDropping() && !group.isDropping()) {
          routes.addAll(routes(database, group));
        }
      }
    }
    return List.copyOf(routes);
  }

  private List<Route> routes(Database database, TableGroup group) {
    return group.activeShards().stream().map(shard -> route(database, group, shard)).toList();
  }

  private Route route(Database database, TableGroup group, Shard shard) {
    ShardKey key =
        new ShardKey(database.externalName(), group.externalName(), shard.externalName());
    return new Route(database, group, shard, key, poolers(key));
  }

  /** The cluster, its catalog's position and its cells. */
  @Override
  public String toString() {
    return "ClusterSnapshot["
        + cluster()
        + ", catalog "
        + catalog().map(known -> known.position().toString()).orElse("-")
        + " "
        + catalogFreshness()
        + ", cells "
        + topologyFreshness()
        + " "
        + cells()
        + "]";
  }
}
