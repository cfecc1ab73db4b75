package com.multigres.meta.cluster.bridge;

import com.multigres.meta.cluster.plan.AppliedState;
import com.multigres.meta.cluster.plan.BridgeAction;
import com.multigres.meta.cluster.plan.CopySnapshot;
import com.multigres.meta.cluster.plan.DesiredEntry;
import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.cluster.plan.Place;
import com.multigres.meta.cluster.plan.WriteScope;
import com.multigres.meta.model.Catalog;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/** A copy of the catalog that a {@link BridgeRunner} keeps. Thread-safe. */
public interface BridgeTarget {

  /**
   * Which copy it is.
   *
   * @return the place
   */
  Place place();

  /**
   * Reads the copy, and remembers which state that was.
   *
   * @return the copy as it stands
   */
  Reading read();

  /**
   * Makes a token the copy's fence: from then on only writes that present it pass.
   *
   * @param token larger than every token before; the same one again changes nothing
   * @param above the largest token that it may follow: what stands there beyond that was raised by
   *     somebody since it was looked at
   * @throws com.multigres.meta.cluster.ClusterException {@code FENCED} when a larger one is there
   *     already
   */
  void raiseFence(long token, long above);

  /**
   * The same over whatever smaller token stands there.
   *
   * @param token larger than every token before
   */
  default void raiseFence(long token) {
    raiseFence(token, token);
  }

  /** A copy as it was read. */
  interface Reading {

    /**
     * What it says.
     *
     * @return the entries, and what was last applied
     */
    CopySnapshot snapshot();

    /**
     * The fence that stands there.
     *
     * @return the token; zero when nobody raised one
     */
    long fence();

    /**
     * What a catalog has for this copy.
     *
     * @param catalog the catalog
     * @return the entries by path, dropped things that are not forgotten included
     */
    SortedMap<EntryPath, DesiredEntry> desired(Catalog catalog);

    /**
     * Which entries the bridge writes.
     *
     * @return the scope
     */
    WriteScope scope();

    /**
     * Writes down what a write is about to make of a copy in which people's edits count, so that
     * who comes after a death between the write and the note of it knows what was agreed on, and
     * what was edited since.
     *
     * @param actions actions on this copy
     * @param next what is written down as last applied once they are done
     * @param fence the writer's token, where it has one
     * @return what to write with; empty when something else stands there by now: read again
     */
    default Optional<Reading> announce(
        List<BridgeAction> actions, AppliedState next, OptionalLong fence) {
      return Optional.of(this);
    }

    /**
     * Does the actions, on condition that what was read still stands. Where the copy can, it is
     * done whole or not at all; otherwise what was last applied is written last.
     *
     * @param actions actions on this copy
     * @param next what is then written down as last applied
     * @param fence the writer's token, where it has one
     * @return false when something else stands there by now: read again
     * @throws com.multigres.meta.cluster.ClusterException {@code FENCED} when a later leader writes
     *     this copy; {@code REFUSED}, in its server's words, when that does not take it by rules of
     *     its own, and nothing was written
     */
    boolean write(List<BridgeAction> actions, AppliedState next, OptionalLong fence);
  }
}
