package com.multigres.meta.cluster.plan;

/**
 * A difference that the bridge leaves to a person.
 *
 * @param kind what keeps it from acting
 * @param place the copy
 * @param path the entry
 * @param inCatalog what the catalog says; empty for nothing
 * @param inCopy what the copy says; empty for nothing
 * @param message one line for people
 */
public record Finding(
    Kind kind, Place place, EntryPath path, String inCatalog, String inCopy, String message) {

  /** What keeps the bridge from acting. */
  public enum Kind {
    /** At first contact, or after a lost history, entries are only added. */
    UNCONFIRMED,
    /** The catalog never had the entry: it is a stranger's. */
    UNKNOWN_ENTRY,
    /** The catalog had the entry and lacks it, but no log records its drop. */
    UNRECORDED_ABSENCE,
    /**
     * One side does not take what the other has: a retained entry has the name of a new database, a
     * rule of the catalog forbids it, or the copy's server does.
     */
    NOT_ACCEPTED,
    /** The plan would remove more than three entries and more than a third of them. */
    REMOVAL_LIMIT,
    /** Somebody else writes this copy, and it differs. */
    NOT_OURS,
    /** Somebody undid the bridge's writes again and again; it waits before the next. */
    CONTENDED,
    /** Copy and catalog were both changed, in ways that do not go together. */
    CONFLICT,
    /** A dropped database cannot be forgotten yet. */
    STILL_SERVED
  }
}
