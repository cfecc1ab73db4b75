package com.multigres.meta.cluster.plan;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Set;
import java.util.SortedMap;

/**
 * All there is to know for the plan of one copy.
 *
 * @param copy the copy as it was read
 * @param desired what the catalog has for it, dropped things that are not forgotten included
 * @param historyIntact whether the position last applied belongs to the catalog's present history
 *     (C9)
 * @param recordedDrops ids whose drop the log records, after the position last applied
 * @param scope what the bridge writes of it
 * @param edited whether what people edit in it counts: it is the resource, under another authority
 *     than the catalog's
 */
public record CopyInput(
    CopySnapshot copy,
    SortedMap<EntryPath, DesiredEntry> desired,
    boolean historyIntact,
    Set<Long> recordedDrops,
    WriteScope scope,
    boolean edited) {

  /** Makes an input with copies of map and set. */
  public CopyInput {
    desired = ImmutableSortedMap.copyOfSorted(desired);
    recordedDrops = Set.copyOf(recordedDrops);
  }

  /**
   * The input of a copy in which edits are drift.
   *
   * @param copy the copy as it was read
   * @param desired what the catalog has for it
   * @param historyIntact whether the position last applied belongs to the catalog's history
   * @param recordedDrops ids whose drop the log records
   * @param scope what the bridge writes of it
   */
  public CopyInput(
      CopySnapshot copy,
      SortedMap<EntryPath, DesiredEntry> desired,
      boolean historyIntact,
      Set<Long> recordedDrops,
      WriteScope scope) {
    this(copy, desired, historyIntact, recordedDrops, scope, false);
  }

  /** Whether the merge base may be trusted: it was written, and in this history. */
  boolean trusted() {
    return historyIntact && copy.applied().isPresent();
  }
}
