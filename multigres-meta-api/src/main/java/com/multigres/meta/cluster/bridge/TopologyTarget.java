package com.multigres.meta.cluster.bridge;

import com.google.protobuf.ByteString;
import com.multigres.meta.cluster.ClusterEntry;
import com.multigres.meta.cluster.ClusterErrorCode;
import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.cluster.ClusterInitializer;
import com.multigres.meta.cluster.internal.SideNode;
import com.multigres.meta.cluster.plan.Place;
import com.multigres.meta.cluster.plan.WriteScope;
import com.multigres.meta.cluster.spec.DatabaseDefaults;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.DatabaseRecord;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topology.Entry;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.Listing;
import com.multigres.meta.topology.internal.Conflicts;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The database records of the global topology as a copy of the catalog. What was last applied, and
 * the writer's fence, stand in the side node {@code multigres-meta/databases}.
 *
 * <p>A record says which cells the cluster has, the durability policy and where backups go: from
 * the cluster's entry, or what the caller knows better. Thread-safe.
 */
public final class TopologyTarget implements BridgeTarget {
  private final GlobalTopology global;
  private final Supplier<WriteScope> scope;
  private final Function<String, Optional<DatabaseDefaults>> settings;

  private TopologyTarget(
      GlobalTopology global,
      Supplier<WriteScope> scope,
      Function<String, Optional<DatabaseDefaults>> settings) {
    this.global = global;
    this.scope = scope;
    this.settings = settings;
  }

  /**
   * The records of a cluster where no operator writes them, with the settings of its entry.
   *
   * @param global the global topology
   * @return the copy
   */
  public static TopologyTarget of(GlobalTopology global) {
    return new TopologyTarget(global, WriteScope.All::new, name -> Optional.empty());
  }

  /**
   * The records of a cluster where an operator may write some.
   *
   * @param global the global topology
   * @param scope asked before every plan which of them the bridge writes
   * @param settings what the record of a database says, by external name; empty for what the
   *     cluster's entry says
   * @return the copy
   */
  public static TopologyTarget beside(
      GlobalTopology global,
      Supplier<WriteScope> scope,
      Function<String, Optional<DatabaseDefaults>> settings) {
    return new TopologyTarget(global, scope, settings);
  }

  @Override
  public Place place() {
    return Place.TOPOLOGY;
  }

  @Override
  public Reading read() {
    Optional<Node> side = global.store().read(sidePath());
    Listing<DatabaseRecord> records = global.databases().list();
    Collection<String> cells = cells(global.cells().list());
    Optional<ClusterEntry> entry = ClusterInitializer.read(global);
    DatabaseDefaults others = entry.map(ClusterEntry::defaults).orElse(DatabaseDefaults.STANDARD);
    Function<String, DatabaseDefaults> settingsOf =
        name ->
            settings
                .apply(name)
                .or(() -> entry.map(known -> known.settingsOf(name)))
                .orElse(others);
    return new TopologyReading(
        global, side, records(records), unreadable(records), settingsOf, cells, scope.get());
  }

  @Override
  public void raiseFence(long token, long above) {
    Conflicts.retry(sidePath(), () -> raiseFenceOnce(token, above));
  }

  private Optional<Boolean> raiseFenceOnce(long token, long above) {
    Optional<Node> node = global.store().read(sidePath());
    SideNode side = node.map(TopologyTarget::decode).orElse(SideNode.NONE);
    if (side.fence() > above && side.fence() != token) {
      throw new ClusterException(
          ClusterErrorCode.FENCED,
          "the database records have the fence " + side.fence() + ", later than " + above);
    }
    if (side.fence() == token) {
      return Optional.of(false);
    }
    ByteString value = encode(node, new SideNode(token, side.applied()));
    Expect expect = node.map(Node::version).map(Expect::version).orElse(Expect.absent());
    return Conflicts.unlessLost(
        () -> {
          global.store().write(sidePath(), value, expect);
          return true;
        });
  }

  private TopoPath sidePath() {
    return global.layout().databasesSideNode();
  }

  static SideNode decode(Node node) {
    return SideNode.CODEC.decode(node.path(), node.value());
  }

  static ByteString encode(Optional<Node> before, SideNode side) {
    return before
        .map(node -> SideNode.CODEC.merge(node.path(), node.value(), side))
        .orElseGet(() -> SideNode.CODEC.encode(side));
  }

  /** A cell whose record nobody can read is a cell all the same. */
  private Collection<String> cells(Listing<Cell> listing) {
    Collection<String> names = new TreeSet<>();
    listing.records().forEach(cell -> names.add(cell.name()));
    for (TopoException error : listing.unreadable()) {
      error.path().flatMap(global.layout()::cellAt).ifPresent(names::add);
    }
    return names;
  }

  private static SortedMap<String, Entry<DatabaseRecord>> records(Listing<DatabaseRecord> listing) {
    SortedMap<String, Entry<DatabaseRecord>> records = new TreeMap<>();
    listing.entries().forEach(entry -> records.put(entry.record().name(), entry));
    return records;
  }

  /** Records that nobody can read stand there all the same. */
  private SortedMap<String, Node> unreadable(Listing<DatabaseRecord> listing) {
    SortedMap<String, Node> nodes = new TreeMap<>();
    for (TopoException error : listing.unreadable()) {
      error
          .path()
          .flatMap(path -> global.store().read(path))
          .ifPresent(
              node ->
                  global
                      .layout()
                      .databaseAt(node.path())
                      .ifPresent(database -> nodes.put(database, node)));
    }
    return nodes;
  }
}
