package com.multigres.meta.k8s.topo;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.k8s.server.ApiObjects;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.WatchOptions.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads nodes, without those whose session is gone. Whether it is can only be asked after the node
 * was read; so where it is, the node is read once more: bound to it still, it is absent for
 * certain. Thread-safe.
 */
final class TopoReads {
  private static final Logger log = LoggerFactory.getLogger(TopoReads.class);

  private final Names names;
  private final ApiObjects objects;
  private final Leases leases;

  TopoReads(Names names, ApiObjects objects, Leases leases) {
    this.names = names;
    this.objects = objects;
    this.leases = leases;
  }

  /**
   * Nodes as they stood.
   *
   * @param nodes sorted by path
   * @param revision when
   */
  record State(List<NodeObject> nodes, long revision) {}

  /** The object at a place, whether or not its session is gone. */
  Optional<NodeObject> raw(TopoPath path, boolean whole, Deadline deadline) {
    Optional<NodeObject> found =
        objects.read(names.node(path), whole, deadline).flatMap(NodeObject::of);
    if (found.filter(object -> !object.absolute().equals(names.absolute(path))).isPresent()) {
      throw TopoException.refused(
          TopoException.Code.CORRUPT,
          path,
          "its object "
              + names.node(path)
              + " holds another path, "
              + found.get().absolute()
              + ": edited by hand, or two paths whose hashes collide (T1)");
    }
    return found;
  }

  /** The node at a place. */
  Optional<NodeObject> standing(TopoPath path, boolean whole, Deadline deadline) {
    Set<SessionId> gone = new HashSet<>();
    while (true) {
      Optional<NodeObject> found = raw(path, whole, deadline);
      Optional<SessionId> session = found.flatMap(NodeObject::session);
      if (session.isEmpty()) {
        return found;
      }
      if (gone.contains(session.get())) {
        return Optional.empty();
      }
      if (!leases.gone(session.get(), deadline)) {
        return found;
      }
      gone.add(session.get());
    }
  }

  /** The nodes of a scope, by path. */
  State state(TopoPath path, Scope scope, boolean whole, Deadline deadline) {
    Set<SessionId> gone = new HashSet<>();
    while (true) {
      ApiObjects.Query query =
          scope == Scope.NODE
              ? ApiObjects.Query.named(names.node(path))
              : ApiObjects.Query.labelled(names.nodesIn(path));
      ApiObjects.Listing listing = objects.list(query.whole(whole), deadline);
      List<NodeObject> found = nodes(listing.items(), path, scope);
      Set<SessionId> sessions = sessions(found);
      sessions.removeAll(gone);
      Set<SessionId> news = leases.gone(sessions, deadline);
      if (news.isEmpty()) {
        found.removeIf(node -> node.session().filter(gone::contains).isPresent());
        return new State(found, Stamp.revision(listing.revision()));
      }
      gone.addAll(news);
    }
  }

  private List<NodeObject> nodes(List<JsonNode> items, TopoPath path, Scope scope) {
    TopoPath top = names.absolute(path);
    List<NodeObject> found = new ArrayList<>();
    for (JsonNode item : items) {
      readable(item)
          .filter(node -> covers(top, scope, node.absolute()))
          .filter(node -> node.absolute().isBelow(names.root()))
          .ifPresent(found::add);
    }
    found.sort(Comparator.comparing(NodeObject::absolute));
    return found;
  }

  /** Whether a place is in a scope. */
  static boolean covers(TopoPath top, Scope scope, TopoPath absolute) {
    return absolute.equals(top) || (scope == Scope.TREE && absolute.isBelow(top));
  }

  /** One object that somebody spoiled, or that is not where its path belongs, hides no others. */
  static Optional<NodeObject> readable(JsonNode item) {
    try {
      Optional<NodeObject> found = NodeObject.of(item);
      found.ifPresent(TopoReads::checkName);
      return found;
    } catch (TopoException spoiled) {
      log.warn("left out of a list: {}", spoiled.getMessage());
      return Optional.empty();
    }
  }

  private static void checkName(NodeObject node) {
    if (!node.name().equals(Names.nodeAt(node.absolute()))) {
      throw TopoException.refused(
          TopoException.Code.CORRUPT,
          "the ConfigMap " + node.name() + " holds another path, " + node.absolute());
    }
  }

  private static Set<SessionId> sessions(List<NodeObject> nodes) {
    Set<SessionId> sessions = new HashSet<>();
    nodes.forEach(node -> node.session().ifPresent(sessions::add));
    return sessions;
  }

  Optional<Node> one(TopoPath path, Deadline deadline) {
    return standing(path, true, deadline).map(found -> found.node(names.root()));
  }

  List<Node> below(TopoPath directory, Deadline deadline) {
    return state(directory, Scope.TREE, true, deadline).nodes().stream()
        .filter(node -> node.absolute().isBelow(names.absolute(directory)))
        .map(node -> node.node(names.root()))
        .toList();
  }

  List<String> children(TopoPath directory, Deadline deadline) {
    TopoPath top = names.absolute(directory);
    return state(directory, Scope.TREE, false, deadline).nodes().stream()
        .filter(node -> node.absolute().isBelow(top))
        .map(node -> node.absolute().names().get(top.names().size()))
        .distinct()
        .toList();
  }

  /** Whether nodes lie below a path. */
  boolean anyBelow(TopoPath directory, Deadline deadline) {
    return !children(directory, deadline).isEmpty();
  }
}
