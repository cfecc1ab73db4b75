package com.multigres.meta.k8s;

import java.util.HashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.AnchorNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * How many values a document would have with every alias written out. A few lines of aliases to
 * aliases can stand for billions of values; whoever copies such a document never comes back.
 */
final class YamlExpansion {
  private final ManifestText source;

  /** Sizes of the nodes that are done; zero marks one that is being counted. */
  private final Map<Node, Long> sizes = new HashMap<>();

  private YamlExpansion(ManifestText source) {
    this.source = source;
  }

  static void check(ManifestText source, Node root) {
    new YamlExpansion(source).size(root);
  }

  private long size(Node node) {
    Long known = sizes.get(node);
    if (node instanceof AnchorNode || (known != null && known == 0)) {
      throw source.problem(YamlLines.of(node.getStartMark()), "a value contains itself");
    }
    if (known != null) {
      return known;
    }
    sizes.put(node, 0L);
    long size = 1;
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        size = Math.min(limit(), size + size(entry.getKeyNode()) + size(entry.getValueNode()));
      }
    } else if (node instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        size = Math.min(limit(), size + size(item));
      }
    }
    sizes.put(node, size);
    if (size >= limit()) {
      throw source.problem(
          YamlLines.of(node.getStartMark()),
          "its aliases stand for more than " + YamlBounds.MAX_NODES + " values");
    }
    return size;
  }

  private static long limit() {
    return YamlBounds.MAX_NODES + 1L;
  }
}
