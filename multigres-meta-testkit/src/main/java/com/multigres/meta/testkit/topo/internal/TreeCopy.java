package com.multigres.meta.testkit.topo.internal;

import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes one store's tree like another's, as somebody would who moves between backends. */
public final class TreeCopy {
  private TreeCopy() {}

  /**
   * Writes what differs.
   *
   * @param from is only read
   * @param to has the same nodes with the same values afterwards
   * @return what was written, each as it came out
   */
  public static List<WriteResult> copy(TopoStore from, TopoStore to) {
    Map<TopoPath, Node> wanted = byPath(from);
    Map<TopoPath, Node> there = byPath(to);
    List<Mutation> mutations = new ArrayList<>();
    wanted.forEach(
        (path, node) -> {
          Node now = there.remove(path);
          if (now == null) {
            mutations.add(Mutation.put(path, node.value(), Expect.absent()));
          } else if (!now.value().equals(node.value())) {
            mutations.add(Mutation.put(path, node.value(), Expect.version(now.version())));
          }
        });
    there.forEach(
        (path, node) -> mutations.add(Mutation.delete(path, Expect.version(node.version()))));
    return to.writeAll(mutations);
  }

  private static Map<TopoPath, Node> byPath(TopoStore store) {
    return store.list(TopoPath.root()).stream()
        .collect(Collectors.toMap(Node::path, node -> node, (one, other) -> other, TreeMap::new));
  }
}
