package com.multigres.meta.topology;

/**
 * What a put did.
 *
 * @param <T> the kind of record
 * @param effect what became of the node
 * @param entry the record as it stands now
 */
public record PutResult<T>(Effect effect, Entry<T> entry) {
  /** What a put can do. */
  public enum Effect {
    /** There was no such record. */
    CREATED,
    /** The record said something else. */
    CHANGED,
    /** The record said the same already; nothing was written. */
    UNCHANGED
  }
}
