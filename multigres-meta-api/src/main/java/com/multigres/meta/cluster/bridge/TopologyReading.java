package com.multigres.meta.cluster.bridge;

import com.multigres.meta.cluster.ClusterErrorCode;
import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.cluster.internal.SideNode;
import com.multigres.meta.cluster.plan.AppliedState;
import com.multigres.meta.cluster.plan.BridgeAction;
import com.multigres.meta.cluster.plan.BridgeAction.Add;
import com.multigres.meta.cluster.plan.BridgeAction.Remove;
import com.multigres.meta.cluster.plan.BridgeAction.Update;
import com.multigres.meta.cluster.plan.CopySnapshot;
import com.multigres.meta.cluster.plan.DesiredEntry;
import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.cluster.plan.Place;
import com.multigres.meta.cluster.plan.WriteScope;
import com.multigres.meta.cluster.spec.DatabaseDefaults;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.component.DatabaseRecord;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topology.Entry;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.RecordCodecs;
import com.multigres.meta.topology.internal.Conflicts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The database records as they were read, with the versions that a write is conditional on. */
record TopologyReading(
    GlobalTopology global,
    Optional<Node> side,
    SortedMap<String, Entry<DatabaseRecord>> records,
    SortedMap<String, Node> unreadable,
    Function<String, DatabaseDefaults> settingsOf,
    Collection<String> cells,
    WriteScope scope)
    implements BridgeTarget.Reading {
  private static final String UNREADABLE = "(cannot be read)";

  @Override
  public CopySnapshot snapshot() {
    SortedMap<EntryPath, String> entries = new TreeMap<>();
    records.forEach(
        (name, entry) -> entries.put(EntryPath.of(name), DatabaseContent.of(entry.record())));
    unreadable.keySet().forEach(name -> entries.put(EntryPath.of(name), UNREADABLE));
    return new CopySnapshot(Place.TOPOLOGY, entries, standing().applied());
  }

  @Override
  public long fence() {
    return standing().fence();
  }

  private SideNode standing() {
    return side.map(TopologyTarget::decode).orElse(SideNode.NONE);
  }

  @Override
  public SortedMap<EntryPath, DesiredEntry> desired(Catalog catalog) {
    SortedMap<EntryPath, DesiredEntry> desired = new TreeMap<>();
    catalog
        .databases()
        .forEach(
            database -> {
              String external = database.externalName();
              EntryPath path = EntryPath.of(external);
              String content = DatabaseContent.of(settingsOf.apply(external), cells);
              desired.put(
                  path,
                  new DesiredEntry(
                      path, database.id(), database.name(), content, database.isDropping()));
            });
    return desired;
  }

  @Override
  public boolean write(List<BridgeAction> actions, AppliedState next, OptionalLong fence) {
    SideNode standing = standing();
    if (fence.isPresent() && standing.fence() != fence.getAsLong()) {
      throw new ClusterException(
          ClusterErrorCode.FENCED,
          "the database records have the fence "
              + standing.fence()
              + ", not ours, "
              + fence.getAsLong());
    }
    List<Mutation> mutations = new ArrayList<>();
    actions.forEach(action -> mutation(action).ifPresent(mutations::add));
    boolean noted = standing.applied().map(before -> !next.differsFrom(before)).orElse(false);
    Optional<Mutation> note =
        noted
            ? Optional.empty()
            : Optional.of(note(new SideNode(standing.fence(), Optional.of(next))));
    try {
      new SideWrites(global.store(), global.layout().databasesSideNode(), side)
          .write(mutations, note);
      return true;
    } catch (TopoException e) {
      if (Conflicts.lost(e)) {
        return false;
      }
      throw e;
    }
  }

  private Mutation note(SideNode next) {
    Expect expect = side.map(Node::version).map(Expect::version).orElse(Expect.absent());
    return Mutation.put(
        global.layout().databasesSideNode(), TopologyTarget.encode(side, next), expect);
  }

  private Optional<Mutation> mutation(BridgeAction action) {
    if (action instanceof Add add) {
      return Optional.of(create(name(add)));
    }
    if (action instanceof Update update) {
      return Optional.of(replace(name(update)));
    }
    if (action instanceof Remove remove) {
      return Optional.of(remove(name(remove)));
    }
    return Optional.empty();
  }

  private static String name(BridgeAction.OnEntry action) {
    return action.path().names().get(0);
  }

  private DatabaseRecord fresh(String name) {
    return DatabaseContent.fresh(name, settingsOf.apply(name), cells);
  }

  private Mutation create(String name) {
    return global.databases().creating(fresh(name));
  }

  private Mutation replace(String name) {
    Entry<DatabaseRecord> entry = records.get(name);
    if (entry != null) {
      DatabaseRecord changed = DatabaseContent.over(entry.record(), settingsOf.apply(name), cells);
      return global.databases().replacing(entry, changed);
    }
    Node node = node(name);
    return Mutation.put(
        node.path(), RecordCodecs.DATABASE.encode(fresh(name)), Expect.version(node.version()));
  }

  private Mutation remove(String name) {
    Node node = node(name);
    return Mutation.delete(node.path(), Expect.version(node.version()));
  }

  private Node node(String name) {
    Entry<DatabaseRecord> entry = records.get(name);
    return entry != null ? entry.node() : Objects.requireNonNull(unreadable.get(name));
  }
}
