package com.multigres.meta.cluster.plan;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A copy as it was read. Immutable.
 *
 * @param place which copy it is
 * @param entries what it says, by path; contents in the same spelling as {@link
 *     DesiredEntry#content}
 * @param applied what was last carried into it; empty when nobody ever did
 */
public record CopySnapshot(
    Place place, SortedMap<EntryPath, String> entries, Optional<AppliedState> applied) {

  /** Makes a snapshot with a copy of the entries. */
  public CopySnapshot {
    entries = ImmutableSortedMap.copyOfSorted(entries);
  }
}
