package com.multigres.meta.topology;

import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;

/**
 * A record as it stands in its store.
 *
 * @param <T> the kind of record
 * @param node the node that holds it
 * @param record what it says
 */
public record Entry<T>(Node node, T record) {
  /**
   * Where it lies.
   *
   * @return the path below the store's root
   */
  public TopoPath path() {
    return node.path();
  }

  /**
   * Which write it comes from.
   *
   * @return the node's version
   */
  public Version version() {
    return node.version();
  }
}
