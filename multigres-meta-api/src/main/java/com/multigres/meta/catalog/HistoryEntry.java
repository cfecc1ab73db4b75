package com.multigres.meta.catalog;

import com.multigres.meta.model.CatalogChange;
import java.time.Instant;
import java.util.List;

/**
 * One generation: who changed what, when (rule C8). Immutable.
 *
 * @param position the generation and the change that made it
 * @param time when, by the server's clock
 * @param author who
 * @param changes what; empty for a change made by hand with SQL, or by a newer library in a way
 *     that this one does not know: its effect the catalogs before and after show
 * @param byHand whether it was made by other means than this library
 */
public record HistoryEntry(
    Position position, Instant time, String author, List<CatalogChange> changes, boolean byHand) {

  // Copies the list.
  public HistoryEntry {
    changes = List.copyOf(changes);
  }
}
