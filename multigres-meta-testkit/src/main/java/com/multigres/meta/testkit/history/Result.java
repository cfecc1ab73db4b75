package com.multigres.meta.testkit.history;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.lock.FencingToken;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an operation yielded. */
public sealed interface Result {

  /** Nothing but that it was done. */
  record Nothing() implements Result {}

  /**
   * Nodes that were read.
   *
   * @param nodes each as it was seen
   */
  record Nodes(List<Seen> nodes) implements Result {

    // Copies the list.
    public Nodes {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * What a write left.
   *
   * @param versions the version of every node that was put; deleted ones are left out
   */
  record Written(Map<TopoPath, Version> versions) implements Result {

    // Copies the map.
    public Written {
      versions = Map.copyOf(versions);
    }
  }

  /**
   * A lock that was granted.
   *
   * @param token the grant
   */
  record Granted(FencingToken token) implements Result {}

  /**
   * Where the catalog stood.
   *
   * @param position after the changes, or as it was read
   * @param changed whether this operation altered something; false for a read
   * @param content names the catalog's content: the same text for the same content; may be empty
   */
  record Stood(Position position, boolean changed, String content) implements Result {}

  /**
   * A page of the catalog's history.
   *
   * @param positions newest first
   */
  record Entries(List<Position> positions) implements Result {

    // Copies the list.
    public Entries {
      positions = List.copyOf(positions);
    }
  }

  /**
   * What a read found.
   *
   * @param node the node, if one stood
   * @return the result
   */
  static Result of(Optional<Node> node) {
    return of(node.map(List::of).orElse(List.of()));
  }

  /**
   * What a list found.
   *
   * @param nodes the nodes
   * @return the result
   */
  static Result of(List<Node> nodes) {
    return new Nodes(nodes.stream().map(Seen::of).toList());
  }

  /**
   * What applying changes came to.
   *
   * @param applied what the store answered
   * @return the result
   */
  static Result of(Applied applied) {
    return new Stood(applied.position(), applied.changed(), "");
  }

  /**
   * What a page of history holds.
   *
   * @param entries newest first
   * @return the result
   */
  static Result ofPage(List<HistoryEntry> entries) {
    return new Entries(entries.stream().map(HistoryEntry::position).toList());
  }
}
