package com.multigres.meta.testkit.history;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;

/**
 * A node as a client saw it. Immutable.
 *
 * @param path where it stood
 * @param value what it held
 * @param version which write had made it so
 */
public record Seen(TopoPath path, ByteString value, Version version) {

  /**
   * What can be judged of a node.
   *
   * @param node the node
   * @return how it was seen
   */
  public static Seen of(Node node) {
    return new Seen(node.path(), node.value(), node.version());
  }

  @Override
  public String toString() {
    ByteString shown = value.size() > 32 ? value.substring(0, 32) : value;
    String cut = value.size() > 32 ? "… (" + value.size() + " bytes)" : "";
    return path + "='" + shown.toStringUtf8() + cut + "'@" + version;
  }
}
