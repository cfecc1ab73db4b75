package com.multigres.meta.k8s;

import java.util.Optional;
import java.util.OptionalInt;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Finds the line of a field, or of the nearest value above it that stands in the text. */
final class YamlLines {
  private final Node root;

  YamlLines(Node root) {
    this.root = root;
  }

  OptionalInt lineOf(FieldPath path) {
    Node at = root;
    OptionalInt line = of(at.getStartMark());
    for (FieldPath.Step step : path.steps()) {
      Optional<Place> next =
          step instanceof FieldPath.Key key ? child(at, key.name()) : item(at, step);
      if (next.isEmpty()) {
        return line;
      }
      at = next.get().value();
      line = of(next.get().named().getStartMark());
    }
    return line;
  }

  static OptionalInt of(Optional<Mark> mark) {
    return mark.map(known -> OptionalInt.of(known.getLine() + 1)).orElse(OptionalInt.empty());
  }

  private static Optional<Place> child(Node node, String name) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
          return Optional.of(new Place(key, entry.getValueNode()));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Place> item(Node node, FieldPath.Step step) {
    if (node instanceof SequenceNode list
        && step instanceof FieldPath.Item item
        && item.index() < list.getValue().size()) {
      Node value = list.getValue().get(item.index());
      return Optional.of(new Place(value, value));
    }
    return Optional.empty();
  }

  /** What names a value in the text, and the value. */
  private record Place(Node named, Node value) {}
}
