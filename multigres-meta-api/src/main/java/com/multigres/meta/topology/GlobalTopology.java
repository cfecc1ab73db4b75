package com.multigres.meta.topology;

import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.DatabaseRecord;
import com.multigres.meta.topo.TopoStore;

/**
 * The global topology of a cluster: its cells, its databases, who may initialise a shard, and the
 * locks of shards and their backups. Safe for any number of threads. Does not own its store.
 */
public final class GlobalTopology {
  private final TopoStore store;
  private final TopoLayout layout;
  private final Records<String, Cell> cells;
  private final Records<String, DatabaseRecord> databases;
  private final ShardClaims shardClaims;
  private final ShardLocks shardLocks;
  private final BackupLocks backupLocks;

  private GlobalTopology(TopoStore store, TopoLayout layout) {
    this.store = store;
    this.layout = layout;
    cells = new Records<>(store, new CellKind(layout));
    databases = new Records<>(store, new DatabaseKind(layout));
    shardClaims = new ShardClaims(store, layout);
    shardLocks = new ShardLocks(store, layout);
    backupLocks = new BackupLocks(store, layout);
  }

  /**
   * The global topology in a store.
   *
   * @param store a store whose root is the global root; closing it is the caller's business
   * @param layout where its records lie
   * @return the topology
   */
  public static GlobalTopology of(TopoStore store, TopoLayout layout) {
    return new GlobalTopology(store, layout);
  }

  /**
   * The cells, by name. Addresses are read as {@code host:port} and as URLs; they are written as
   * {@code host:port}, unless the record has URLs already.
   *
   * @return the cells' records
   */
  public Records<String, Cell> cells() {
    return cells;
  }

  /**
   * The databases, by external name.
   *
   * @return the databases' records
   */
  public Records<String, DatabaseRecord> databases() {
    return databases;
  }

  /**
   * The claims to initialise shards.
   *
   * @return the claims
   */
  public ShardClaims shardClaims() {
    return shardClaims;
  }

  /**
   * The locks of shards.
   *
   * @return the locks
   */
  public ShardLocks shardLocks() {
    return shardLocks;
  }

  /**
   * The locks of shards' backups.
   *
   * @return the locks
   */
  public BackupLocks backupLocks() {
    return backupLocks;
  }

  /**
   * Where the records lie.
   *
   * @return the layout
   */
  public TopoLayout layout() {
    return layout;
  }

  /**
   * The store below, for locks, batches and raw nodes.
   *
   * @return the store that this topology was made with
   */
  public TopoStore store() {
    return store;
  }
}
