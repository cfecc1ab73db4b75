package com.multigres.meta.topo;

import java.util.Optional;

/**
 * What a watch sees and where it begins. Immutable.
 *
 * @param scope the node alone, or all that lies below it too
 * @param from where to resume; empty to begin with the current state
 */
public record WatchOptions(Scope scope, Optional<Cursor> from) {

  /** How far a watch sees. */
  public enum Scope {
    /** The node at the path. */
    NODE,
    /** The node at the path and every node below it. */
    TREE
  }

  /**
   * Watches one node.
   *
   * @return the options
   */
  public static WatchOptions node() {
    return new WatchOptions(Scope.NODE, Optional.empty());
  }

  /**
   * Watches a node and every node below it.
   *
   * @return the options
   */
  public static WatchOptions tree() {
    return new WatchOptions(Scope.TREE, Optional.empty());
  }

  /**
   * The same, resuming.
   *
   * @param cursor the cursor of the last event that was dealt with
   * @return the options
   */
  public WatchOptions resumingFrom(Cursor cursor) {
    return new WatchOptions(scope, Optional.of(cursor));
  }
}
