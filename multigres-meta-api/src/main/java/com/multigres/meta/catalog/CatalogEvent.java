package com.multigres.meta.catalog;

/** What a subscription tells (rules C7 and C9). */
public sealed interface CatalogEvent {

  /**
   * The next generation.
   *
   * @param entry who changed what
   * @param snapshot the catalog that resulted
   */
  record Changed(HistoryEntry entry, CatalogSnapshot snapshot) implements CatalogEvent {}

  /**
   * A whole catalog, because the subscription cannot go on change by change.
   *
   * @param snapshot the catalog as it stands
   * @param reason why
   */
  record Full(CatalogSnapshot snapshot, Reason reason) implements CatalogEvent {

    /** Why a whole catalog came. */
    public enum Reason {
      /** The subscription began without a position. */
      FIRST,
      /** The log no longer reaches back to the position. */
      LOG_TRIMMED,
      /**
       * The position belongs to a history that was lost; generations may have been counted back
       * (rule C9).
       */
      LOST_HISTORY
    }
  }

  /**
   * The subscription is over without having been closed: access was refused, or the schema became
   * too new. The last event.
   *
   * @param error why
   */
  record Ended(CatalogException error) implements CatalogEvent {}
}
