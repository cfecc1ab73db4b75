package com.multigres.meta.cluster.plan;

import com.multigres.meta.cluster.plan.AppliedState.RetainedEntry;
import com.multigres.meta.model.CatalogChange;

/** One thing that the bridge is to do, and why. */
public sealed interface BridgeAction {

  /**
   * Where it is done.
   *
   * @return the copy, or the catalog
   */
  Place place();

  /**
   * Why it is done.
   *
   * @return one line for people
   */
  String reason();

  /** An action on one entry of a copy. */
  sealed interface OnEntry extends BridgeAction {
    /**
     * Which entry.
     *
     * @return its path in the copy
     */
    EntryPath path();
  }

  /**
   * The copy lacks an entry.
   *
   * @param place the copy
   * @param path the entry
   * @param content what it is to say
   * @param reason why
   */
  record Add(Place place, EntryPath path, String content, String reason) implements OnEntry {}

  /**
   * The copy's entry says something else.
   *
   * @param place the copy
   * @param path the entry
   * @param before what it says
   * @param content what it is to say
   * @param reason why
   */
  record Update(Place place, EntryPath path, String before, String content, String reason)
      implements OnEntry {}

  /**
   * The copy's entry goes.
   *
   * @param place the copy
   * @param path the entry
   * @param reason why
   */
  record Remove(Place place, EntryPath path, String reason) implements OnEntry {}

  /**
   * The copy's entry stays although its database goes, and that is written down.
   *
   * @param place the copy
   * @param path the entry
   * @param entry what is written down
   * @param reason why
   */
  record Retain(Place place, EntryPath path, RetainedEntry entry, String reason)
      implements OnEntry {}

  /**
   * A retained entry is one no longer: it is gone, or it was adopted.
   *
   * @param place the copy
   * @param path the entry
   * @param reason why
   */
  record EndRetention(Place place, EntryPath path, String reason) implements OnEntry {}

  /**
   * Copy and catalog agree on entries that were not written down as agreed on.
   *
   * @param place the copy
   * @param reason why
   */
  record NoteAgreement(Place place, String reason) implements BridgeAction {}

  /**
   * A change of the catalog that follows from what the copies and the components show.
   *
   * @param change the change
   * @param reason why
   */
  record ChangeCatalog(CatalogChange change, String reason) implements BridgeAction {
    @Override
    public Place place() {
      return Place.CATALOG;
    }
  }
}
