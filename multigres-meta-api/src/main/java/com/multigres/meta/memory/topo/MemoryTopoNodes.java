package com.multigres.meta.memory.topo;

import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.lock.Guard;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The tree, in paths from the server's own root; commits are all or nothing (rules T3, T7, T8,
 * T10). Guarded by the server's lock.
 */
final class MemoryTopoNodes {
  private final NavigableMap<TopoPath, StoredNode> nodes = new TreeMap<>();
  private final Map<SessionId, Set<TopoPath>> bound = new HashMap<>();
  private String incarnation;
  private long revision;

  MemoryTopoNodes(String incarnation) {
    this.incarnation = incarnation;
  }

  String incarnation() {
    return incarnation;
  }

  long revision() {
    return revision;
  }

  void wipe(String nextIncarnation) {
    nodes.clear();
    bound.clear();
    incarnation = nextIncarnation;
    revision = 0;
  }

  Optional<StoredNode> get(TopoPath path) {
    return Optional.ofNullable(nodes.get(path));
  }

  /** The node at the directory and all below it. */
  Map<TopoPath, StoredNode> tree(TopoPath directory) {
    Map<TopoPath, StoredNode> found = new TreeMap<>();
    for (Map.Entry<TopoPath, StoredNode> entry : nodes.tailMap(directory, true).entrySet()) {
      if (!entry.getKey().equals(directory) && !entry.getKey().isBelow(directory)) {
        break;
      }
      found.put(entry.getKey(), entry.getValue());
    }
    return found;
  }

  /** What stands in the way of the conditions, under the paths that the caller knows. */
  void check(TopoPath root, Batch batch, Consumer<Guard> locks) {
    for (Batch.Condition condition : batch.conditions()) {
      TopoPath path = condition.path();
      if (condition instanceof Batch.Condition.Exists) {
        existing(root, path);
      } else if (condition instanceof Batch.Condition.Missing) {
        check(root, path, Expect.absent());
      } else if (condition instanceof Batch.Condition.HasVersion has) {
        check(root, path, Expect.version(has.version()));
      } else if (condition instanceof Batch.Condition.Holds holds) {
        locks.accept(holds.guard());
      }
    }
    for (Mutation mutation : batch.mutations()) {
      check(root, mutation.path(), mutation.expect());
      if (mutation instanceof Mutation.Delete) {
        existing(root, mutation.path());
      }
    }
  }

  private void check(TopoPath root, TopoPath path, Expect expect) {
    if (expect instanceof Expect.Absent && nodes.containsKey(root.resolve(path))) {
      throw TopoException.refused(Code.NODE_EXISTS, path, "a node stands there (T7)");
    }
    if (expect instanceof Expect.AtVersion at) {
      atVersion(root, path, at.version());
    }
  }

  private StoredNode existing(TopoPath root, TopoPath path) {
    StoredNode node = nodes.get(root.resolve(path));
    if (node == null) {
      throw TopoException.refused(Code.NO_NODE, path, "no node stands there (T7)");
    }
    return node;
  }

  StoredNode atVersion(TopoPath root, TopoPath path, Version expected) {
    if (!expected.token().matches("[0-9a-f]+-[0-9]+")) {
      throw TopoException.badInput(path, "the version " + expected + " was never given out (T7)");
    }
    StoredNode node = existing(root, path);
    if (!node.version().equals(expected.token())) {
      throw TopoException.refused(
          Code.BAD_VERSION,
          path,
          "it has version " + node.version() + ", not the expected " + expected.token() + " (T7)");
    }
    return node;
  }

  /** Applies checked mutations; refuses, and changes nothing, when rule T3 does not hold after. */
  MemoryTopoChange apply(TopoPath root, List<Mutation> mutations) {
    String version = incarnation + "-" + (revision + 1);
    List<MemoryTopoChange.Touched> touched = new ArrayList<>();
    Map<TopoPath, Optional<StoredNode>> before = new TreeMap<>();
    for (Mutation mutation : mutations) {
      TopoPath at = root.resolve(mutation.path());
      Optional<StoredNode> old = get(at);
      Optional<StoredNode> after = after(mutation, old, version);
      before.put(at, old);
      place(at, after);
      touched.add(new MemoryTopoChange.Touched(at, after, old.isEmpty()));
    }
    try {
      mutations.forEach(mutation -> checkShape(root, mutation));
    } catch (TopoException refusal) {
      before.forEach(this::place);
      throw refusal;
    }
    revision++;
    return new MemoryTopoChange(revision, touched);
  }

  private static Optional<StoredNode> after(
      Mutation mutation, Optional<StoredNode> old, String version) {
    if (mutation instanceof Mutation.Put put) {
      Optional<SessionId> session =
          put.session().isPresent() ? put.session() : old.flatMap(StoredNode::session);
      return Optional.of(new StoredNode(put.value(), version, session));
    }
    return Optional.empty();
  }

  private void place(TopoPath path, Optional<StoredNode> node) {
    StoredNode old = node.isPresent() ? nodes.put(path, node.get()) : nodes.remove(path);
    if (old != null && old.session().isPresent()) {
      Set<TopoPath> paths = bound.getOrDefault(old.session().get(), new TreeSet<>());
      paths.remove(path);
      if (paths.isEmpty()) {
        bound.remove(old.session().get());
      }
    }
    node.flatMap(StoredNode::session)
        .ifPresent(owner -> bound.computeIfAbsent(owner, id -> new TreeSet<>()).add(path));
  }

  private void checkShape(TopoPath root, Mutation mutation) {
    if (mutation instanceof Mutation.Put put) {
      TopoPath at = root.resolve(put.path());
      if (get(at).flatMap(StoredNode::session).isPresent()) {
        checkNothingBelow(put.path(), at);
      }
      for (TopoPath above = at.parent(); !above.isRoot(); above = above.parent()) {
        if (get(above).flatMap(StoredNode::session).isPresent()) {
          throw TopoException.badInput(
              put.path(), "a node above it is bound to a session, so none can lie below (T3)");
        }
      }
    }
  }

  private void checkNothingBelow(TopoPath path, TopoPath at) {
    TopoPath next = nodes.higherKey(at);
    if (next != null && next.isBelow(at)) {
      throw TopoException.badInput(path, "nodes lie below it, so no session can own it (T3)");
    }
  }

  /** Binds a node to a session, or to none; the value stays. */
  MemoryTopoChange rebind(TopoPath root, TopoPath path, Optional<SessionId> session) {
    TopoPath at = root.resolve(path);
    if (session.isPresent()) {
      checkNothingBelow(path, at);
    }
    StoredNode old = existing(root, path);
    revision++;
    StoredNode node = new StoredNode(old.value(), incarnation + "-" + revision, session);
    place(at, Optional.of(node));
    return new MemoryTopoChange(
        revision, List.of(new MemoryTopoChange.Touched(at, Optional.of(node), false)));
  }

  /** Removes the nodes of ended sessions in one commit; the change is empty when they had none. */
  MemoryTopoChange removeBoundTo(Collection<SessionId> ended) {
    List<MemoryTopoChange.Touched> touched = new ArrayList<>();
    for (SessionId session : ended) {
      for (TopoPath path : List.copyOf(bound.getOrDefault(session, Set.of()))) {
        place(path, Optional.empty());
        touched.add(new MemoryTopoChange.Touched(path, Optional.empty(), false));
      }
    }
    if (!touched.isEmpty()) {
      revision++;
    }
    return new MemoryTopoChange(revision, touched);
  }
}
