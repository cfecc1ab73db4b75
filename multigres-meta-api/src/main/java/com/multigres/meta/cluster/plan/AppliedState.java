package com.multigres.meta.cluster.plan;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.hash.Hashing;
import com.multigres.meta.catalog.Position;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;

/**
 * What was last carried into a copy, written down beside it. Immutable.
 *
 * @param position the catalog's position that the copy was made from
 * @param base the entries on which copy and catalog last agreed, whole: the merge base
 * @param retained the entries whose database the catalog forgot and which stay in the copy
 */
public record AppliedState(
    Position position,
    SortedMap<EntryPath, BaseEntry> base,
    SortedMap<EntryPath, RetainedEntry> retained) {

  /** Makes a state with copies of the maps. */
  public AppliedState {
    base = ImmutableSortedMap.copyOfSorted(base);
    retained = ImmutableSortedMap.copyOfSorted(retained);
  }

  /**
   * A hash of the content that was agreed on, to see by one comparison whether somebody edited it.
   *
   * @return the hash, in hexadecimal digits
   */
  public String contentHash() {
    StringBuilder text = new StringBuilder();
    base.forEach(
        (path, entry) -> text.append(path).append('\n').append(entry.content()).append('\n'));
    return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
  }

  /**
   * Whether two states differ in more than their position: only then one is worth writing.
   *
   * @param other another state
   * @return true when base or retained entries differ
   */
  public boolean differsFrom(AppliedState other) {
    return !base.equals(other.base) || !retained.equals(other.retained);
  }

  /**
   * An entry on which copy and catalog agreed.
   *
   * @param id the catalog's id
   * @param name the catalog's name at that time
   * @param content what both said
   */
  public record BaseEntry(long id, String name, String content) {}

  /**
   * An entry that stays in the copy although its database was dropped.
   *
   * @param id the id that the database had
   * @param name the name that it had
   * @param generation the catalog's generation when this was decided
   */
  public record RetainedEntry(long id, String name, long generation) {}
}
