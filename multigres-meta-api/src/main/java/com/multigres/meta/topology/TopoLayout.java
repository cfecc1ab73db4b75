package com.multigres.meta.topology;

import com.google.common.collect.ImmutableSet;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import java.util.Optional;
import java.util.Set;

/**
 * Where the records of a cluster lie. Paths of cells, databases and shards are below the root of
 * the global topology; paths of components are below the root of their cell's.
 *
 * <p>Names that would collide with a folder of the layout are refused with {@code BAD_INPUT}.
 */
public enum TopoLayout {
  /** The design document's: a cell's record lies in {@code {cell}/local-toposerver}. */
  CANONICAL(ImmutableSet.of("global", "databases", "backups", "cells", "multigres-meta")) {
    @Override
    TopoPath cellPath(String cell) {
      return TopoPath.of(cell, "local-toposerver");
    }

    @Override
    TopoPath cells() {
      return TopoPath.root();
    }
  },

  /** Today's components': a cell's record lies in {@code cells/{cell}/Cell}. */
  MULTIGRES(ImmutableSet.of()) {
    @Override
    TopoPath cellPath(String cell) {
      return TopoPath.of("cells", cell, "Cell");
    }

    @Override
    TopoPath cells() {
      return TopoPath.of("cells");
    }
  };

  private static final TopoPath ROOTS = TopoPath.of("multigres");
  private static final TopoPath DATABASES = TopoPath.of("databases");
  private static final TopoPath BACKUPS = TopoPath.of("backups");
  private static final Set<String> RESERVED_TABLE_GROUPS = Set.of("locks", "Database");
  private static final Set<String> RESERVED_SHARDS = Set.of("locks");

  private final ImmutableSet<String> reservedCells;

  TopoLayout(ImmutableSet<String> reservedCells) {
    this.reservedCells = reservedCells;
  }

  abstract TopoPath cellPath(String cell);

  /** The directory below which the cells' records lie. */
  abstract TopoPath cells();

  /**
   * Where the global topology of a cluster has its root unless somebody chose another.
   *
   * @param cluster the cluster's name
   * @return {@code multigres/{cluster}/global}; in {@link #MULTIGRES}, whose default knows one
   *     cluster only, {@code multigres/global}
   */
  public TopoPath globalRoot(String cluster) {
    return this == CANONICAL ? ROOTS.child(cluster).child("global") : ROOTS.child("global");
  }

  /**
   * Where a new cell has its root unless somebody chose another: beside the global one.
   *
   * @param globalRoot the root of the global topology
   * @param cell the cell's name
   * @return the sibling of the global root that is named as the cell
   * @throws TopoException {@code BAD_INPUT} for a reserved name, and for the cell whose root would
   *     be the global one
   */
  public TopoPath cellRoot(TopoPath globalRoot, String cell) {
    TopoPath root = globalRoot.parent().child(requireCell(cell));
    if (root.equals(globalRoot)) {
      throw reserved("cell", cell, "the cell's root would be the global root");
    }
    return root;
  }

  /**
   * The record of a cell.
   *
   * @param cell the cell's name
   * @return its path below the global root
   * @throws TopoException {@code BAD_INPUT} for a reserved name
   */
  public TopoPath cell(String cell) {
    return cellPath(requireCell(cell));
  }

  /**
   * The cell whose record lies at a path.
   *
   * @param path a path below the global root
   * @return the cell's name; empty when no cell's record lies there
   */
  public Optional<String> cellAt(TopoPath path) {
    int depth = cells().names().size();
    if (path.names().size() != depth + 2) {
      return Optional.empty();
    }
    String cell = path.names().get(depth);
    return Optional.of(cell)
        .filter(name -> !reservedCells.contains(name) && cellPath(name).equals(path));
  }

  /**
   * The record of a database.
   *
   * @param database the database's external name
   * @return its path below the global root
   */
  public TopoPath database(String database) {
    return DATABASES.child(database).child("Database");
  }

  /**
   * The database whose record lies at a path.
   *
   * @param path a path below the global root
   * @return the database's external name; empty when no database's record lies there
   */
  public Optional<String> databaseAt(TopoPath path) {
    return path.names().size() == 3 && database(path.names().get(1)).equals(path)
        ? Optional.of(path.names().get(1))
        : Optional.empty();
  }

  /**
   * The directory of a shard: locking it means acting on the shard.
   *
   * @param shard the shard
   * @return its path below the global root
   * @throws TopoException {@code BAD_INPUT} for a reserved name
   */
  public TopoPath shard(ShardKey shard) {
    return below(DATABASES, shard);
  }

  /**
   * The claim to initialise a shard.
   *
   * @param shard the shard
   * @return its path below the global root
   * @throws TopoException {@code BAD_INPUT} for a reserved name
   */
  public TopoPath shardInitClaim(ShardKey shard) {
    return shard(shard).child("ShardInitClaim");
  }

  /**
   * The exclusive lock of a shard's backup.
   *
   * @param shard the shard
   * @return its path below the global root
   * @throws TopoException {@code BAD_INPUT} for a reserved name
   */
  public TopoPath backupLock(ShardKey shard) {
    return below(BACKUPS, shard).child("lock");
  }

  /**
   * The side node of the database records, where whoever carries them from the catalog notes which
   * state they were made from.
   *
   * @return its path below the global root
   */
  public TopoPath databasesSideNode() {
    return TopoPath.of("multigres-meta", "databases");
  }

  /**
   * The record of a component.
   *
   * @param id the component
   * @return its path below the root of its cell
   * @throws TopoException {@code BAD_INPUT} for a type that has no place in a topology
   */
  public TopoPath component(ComponentId id) {
    return components(id.type()).child(id.text()).child(recordName(id.type()));
  }

  /**
   * The directory of all components of one type.
   *
   * @param type the type
   * @return its path below the root of a cell
   * @throws TopoException {@code BAD_INPUT} for a type that has no place in a topology
   */
  public TopoPath components(ComponentType type) {
    return TopoPath.of(
        switch (type.number()) {
          case 1 -> "poolers";
          case 2 -> "gateways";
          case 3 -> "orchs";
          default -> throw placeless(type);
        });
  }

  static String recordName(ComponentType type) {
    return switch (type.number()) {
      case 1 -> "Pooler";
      case 2 -> "Gateway";
      case 3 -> "Orch";
      default -> throw placeless(type);
    };
  }

  /**
   * The directory of the databases' records, and of what stands for their shards.
   *
   * @return its path below the global root, in every layout
   */
  public static TopoPath databases() {
    return DATABASES;
  }

  private static TopoPath below(TopoPath directory, ShardKey shard) {
    if (RESERVED_TABLE_GROUPS.contains(shard.tableGroup())) {
      throw reserved("tablegroup", shard.tableGroup(), "the name is reserved");
    }
    if (RESERVED_SHARDS.contains(shard.shard())) {
      throw reserved("shard", shard.shard(), "the name is reserved");
    }
    return directory.child(shard.database()).child(shard.tableGroup()).child(shard.shard());
  }

  private String requireCell(String cell) {
    if (reservedCells.contains(cell)) {
      throw reserved("cell", cell, "the name is reserved in the " + name() + " layout");
    }
    return cell;
  }

  private static TopoException placeless(ComponentType type) {
    return TopoException.badInput("components of type " + type + " have no place in a topology");
  }

  private static TopoException reserved(String what, String name, String rule) {
    return TopoException.badInput(what + " '" + name + "' is refused: " + rule);
  }
}
