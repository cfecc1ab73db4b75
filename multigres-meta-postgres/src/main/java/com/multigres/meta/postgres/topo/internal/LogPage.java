package com.multigres.meta.postgres.topo.internal;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import java.util.List;
import java.util.Optional;

/**
 * What the log says after a point, all of one moment.
 *
 * @param incarnation the history's name
 * @param head where the log ends
 * @param floor the first change that the log still holds
 * @param known whether the point that was asked from belongs to this history and is still held
 * @param expired whether a session has expired that nobody has removed yet
 * @param replicated whether the server waits for synchronous standbys
 * @param entries what happened, in order
 * @param locks the paths of locks that passed on
 * @param next where the next page begins
 */
public record LogPage(
    long incarnation,
    Stamp head,
    long floor,
    boolean known,
    boolean expired,
    boolean replicated,
    List<Entry> entries,
    List<TopoPath> locks,
    Stamp next) {

  /**
   * One change.
   *
   * @param at its place
   * @param key where
   * @param path where, as a path
   * @param node what the write left; empty for a deletion
   */
  public record Entry(Stamp at, ByteString key, TopoPath path, Optional<Node> node) {}

  /** Whether there is more to read at once. */
  public boolean more() {
    return !next.equals(head);
  }
}
