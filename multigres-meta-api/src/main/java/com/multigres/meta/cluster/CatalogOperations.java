package com.multigres.meta.cluster;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CancelShards;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.MergeShards;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.model.CatalogChange.SwitchShards;
import com.multigres.meta.model.TableName;
import java.util.List;

/**
 * Steps 6, 7 and 9 of a cluster's life: one catalog change each, under a change id that follows
 * from the operation's. Repeated under the same operation id, a step answers as the first time and
 * changes nothing more. Thread-safe.
 */
public final class CatalogOperations {
  private final CatalogStore catalogs;

  /**
   * The operations on a catalog.
   *
   * @param catalogs the catalog
   */
  public CatalogOperations(CatalogStore catalogs) {
    this.catalogs = catalogs;
  }

  /**
   * Creates a database with its default tablegroup and only shard.
   *
   * @param operation the operation
   * @param name the database's name
   * @return where the catalog stands
   */
  public Applied createDatabase(OperationId operation, String name) {
    return apply(operation, "create-database", CreateDatabase.named(name));
  }

  /**
   * Creates a tablegroup.
   *
   * @param operation the operation
   * @param database its database
   * @param name its name
   * @param shards its shards' names, which tile the key space
   * @return where the catalog stands
   */
  public Applied createTableGroup(
      OperationId operation, String database, String name, List<String> shards) {
    return apply(
        operation, "create-tablegroup", new CreateTableGroup(database, name, shards, false));
  }

  /**
   * Places a table in a tablegroup; it then exists on all its shards.
   *
   * @param operation the operation
   * @param database the database
   * @param table the table
   * @param tableGroup the tablegroup
   * @return where the catalog stands
   */
  public Applied placeTable(
      OperationId operation, String database, TableName table, String tableGroup) {
    return apply(operation, "place-table", new PlaceTable(database, table, tableGroup, false));
  }

  /**
   * Begins a split: new shards beside the old one, which goes on serving.
   *
   * @param operation the operation
   * @param database the database
   * @param tableGroup the tablegroup
   * @param shard the shard
   * @param into the new shards' names, which tile its range
   * @return where the catalog stands
   */
  public Applied split(
      OperationId operation, String database, String tableGroup, String shard, List<String> into) {
    return apply(operation, "split", new SplitShard(database, tableGroup, shard, into));
  }

  /**
   * Begins a merge of neighbours: one new shard beside them.
   *
   * @param operation the operation
   * @param database the database
   * @param tableGroup the tablegroup
   * @param shards the shards' names
   * @return where the catalog stands
   */
  public Applied merge(
      OperationId operation, String database, String tableGroup, List<String> shards) {
    return apply(operation, "merge", new MergeShards(database, tableGroup, shards));
  }

  /**
   * Switches a split or merge over, in one generation.
   *
   * @param operation the operation
   * @param database the database
   * @param tableGroup the tablegroup
   * @param pending the names of its pending shards, all ready
   * @return where the catalog stands
   */
  public Applied switchOver(
      OperationId operation, String database, String tableGroup, List<String> pending) {
    return apply(operation, "switch", new SwitchShards(database, tableGroup, pending));
  }

  /**
   * Cancels a split or merge that was not switched.
   *
   * @param operation the operation
   * @param database the database
   * @param tableGroup the tablegroup
   * @param pending the names of its pending shards
   * @return where the catalog stands
   */
  public Applied cancel(
      OperationId operation, String database, String tableGroup, List<String> pending) {
    return apply(operation, "cancel", new CancelShards(database, tableGroup, pending));
  }

  /**
   * Takes the steps that shards are due, until none is: ready once a primary serves them; retired
   * ones drained, dropped and forgotten once nobody serves them. What is due follows from catalog
   * and poolers alone, so a repeat goes on where the first ended.
   *
   * @param servers the registered poolers
   * @return the catalog as it stands
   */
  public CatalogSnapshot settle(ShardServers servers) {
    while (true) {
      CatalogSnapshot now = catalogs.read();
      List<CatalogChange> due =
          ShardSettling.steps(now.catalog(), servers).stream()
              .map(ShardSettling.Step::change)
              .toList();
      if (due.isEmpty()) {
        return now;
      }
      applyUnlessStale(due, now);
    }
  }

  /**
   * Adds what a catalog lacks of a description, as one change.
   *
   * @param spec what the cluster is to look like
   * @return the catalog as it stands
   */
  public CatalogSnapshot addMissing(ClusterSpec spec) {
    while (true) {
      CatalogSnapshot now = catalogs.read();
      List<CatalogChange> missing = SpecChanges.missing(spec, now.catalog());
      if (missing.isEmpty()) {
        return now;
      }
      applyUnlessStale(missing, now);
    }
  }

  private void applyUnlessStale(List<CatalogChange> changes, CatalogSnapshot seen) {
    try {
      catalogs.apply(changes, ApplyOptions.expecting(seen.position()));
    } catch (CatalogException e) {
      if (e.code() != CatalogException.Code.STALE_POSITION) {
        throw e;
      }
    }
  }

  private Applied apply(OperationId operation, String step, CatalogChange change) {
    return catalogs.apply(List.of(change), ApplyOptions.as(operation.step(step)));
  }
}
