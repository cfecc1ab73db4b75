package com.multigres.meta.topo.zookeeper.internal;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;

/** Reads nodes; what a store keeps for itself is left out (rules T3, T5, T6 and T31). */
public final class Reads {
  private final Znodes znodes;
  private final Fetching fetching;
  private final ReadMode mode;

  public Reads(Znodes znodes, Fetching fetching, ReadMode mode) {
    this.znodes = znodes;
    this.fetching = fetching;
    this.mode = mode;
  }

  public Optional<Node> one(TopoPath path, Deadline deadline) {
    String znode = znodes.node(path);
    return views(List.of(znode), mode, deadline, "read of " + path)
        .getOrDefault(znode, View.MISSING)
        .node(path);
  }

  public List<Node> list(TopoPath directory, Deadline deadline) {
    return List.copyOf(below(directory, mode, deadline, "list of " + directory).values());
  }

  /** Every node below a directory. */
  public NavigableMap<TopoPath, Node> below(
      TopoPath directory, ReadMode waiting, Deadline deadline, String doing) {
    TreeMap<TopoPath, Node> found = new TreeMap<>();
    walk(
        directory,
        waiting,
        path -> true,
        (path, view) -> view.node(path).ifPresent(node -> found.put(path, node)),
        deadline,
        doing,
        found::clear);
    return found;
  }

  public List<String> children(TopoPath directory, Deadline deadline) {
    int depth = directory.names().size();
    TreeSet<TopoPath> found = new TreeSet<>();
    walk(
        directory,
        mode,
        // A child that is known to be there is not looked into any further.
        path -> !found.contains(first(path, depth)),
        (path, view) -> {
          if (view.hasValue()) {
            found.add(first(path, depth));
          }
        },
        deadline,
        "children of " + directory,
        found::clear);
    return found.stream().map(TopoPath::name).toList();
  }

  private static TopoPath first(TopoPath path, int depth) {
    return new TopoPath(path.names().subList(0, depth + 1));
  }

  /** What stands at some znodes. */
  public Map<String, View> views(
      Collection<String> wanted, ReadMode waiting, Deadline deadline, String doing) {
    List<String> names = List.copyOf(wanted);
    if (names.isEmpty()) {
      return Map.of();
    }
    return views(names, fetching.fetch(data(names), waiting, deadline, doing).results(), doing);
  }

  /**
   * What stands at some znodes, as one connection knows: never less than what it told before.
   *
   * @throws Fetching.Elsewhere when it is not the store's any more
   */
  public Map<String, View> viewsOn(
      Wire wire, Collection<String> wanted, Deadline deadline, String doing) {
    List<String> names = List.copyOf(wanted);
    return views(names, fetching.on(wire, data(names), deadline, doing), doing);
  }

  private static List<Op> data(List<String> names) {
    return names.stream().map(Op::getData).toList();
  }

  private Map<String, View> views(List<String> names, List<OpResult> results, String doing) {
    Map<String, View> found = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      found.put(names.get(i), fetching.read(results.get(i), Wire::view, doing));
    }
    return found;
  }

  /** The names below a znode that are not plain as well, such as a queue's entries. */
  public List<String> names(String znode, ReadMode waiting, Deadline deadline, String doing) {
    List<OpResult> results =
        fetching.fetch(List.of(Op.getChildren(znode)), waiting, deadline, doing).results();
    return fetching.read(results.get(0), Wire::names, doing);
  }

  /** Level by level, each as one or a few requests. */
  private void walk(
      TopoPath directory,
      ReadMode waiting,
      Predicate<TopoPath> wanted,
      BiConsumer<TopoPath, View> each,
      Deadline deadline,
      String doing,
      Runnable anew) {
    while (true) {
      try {
        walkOnce(directory, waiting, wanted, each, deadline, doing);
        return;
      } catch (Fetching.Elsewhere replaced) {
        // Another connection may know less than the one that the walk began on.
        anew.run();
      }
    }
  }

  private void walkOnce(
      TopoPath directory,
      ReadMode waiting,
      Predicate<TopoPath> wanted,
      BiConsumer<TopoPath, View> each,
      Deadline deadline,
      String doing) {
    Fetching.Fetched first =
        fetching.fetch(List.of(Op.getChildren(znodes.node(directory))), waiting, deadline, doing);
    Wire wire = first.wire();
    List<TopoPath> children = plain(directory, first.results().get(0), doing);
    while (!children.isEmpty()) {
      List<TopoPath> deeper = new ArrayList<>();
      List<Op> data = children.stream().map(path -> Op.getData(znodes.node(path))).toList();
      List<OpResult> found = fetching.on(wire, data, deadline, doing);
      for (int i = 0; i < children.size(); i++) {
        View view = fetching.read(found.get(i), Wire::view, doing);
        each.accept(children.get(i), view);
        if (view.hasMoreBelow()) {
          deeper.add(children.get(i));
        }
      }
      children = childrenOf(wire, deeper.stream().filter(wanted).toList(), deadline, doing);
    }
  }

  private List<TopoPath> childrenOf(
      Wire wire, List<TopoPath> directories, Deadline deadline, String doing) {
    if (directories.isEmpty()) {
      return List.of();
    }
    List<Op> ops = directories.stream().map(path -> Op.getChildren(znodes.node(path))).toList();
    List<OpResult> found = fetching.on(wire, ops, deadline, doing);
    List<TopoPath> children = new ArrayList<>();
    for (int i = 0; i < directories.size(); i++) {
      children.addAll(plain(directories.get(i), found.get(i), doing));
    }
    return children;
  }

  private List<TopoPath> plain(TopoPath directory, OpResult result, String doing) {
    return fetching.read(result, Wire::names, doing).stream()
        .filter(Znodes::isPlain)
        .map(name -> directory.resolve(TopoPath.parse(name)))
        .filter(path -> !znodes.isServers(path))
        .toList();
  }
}
