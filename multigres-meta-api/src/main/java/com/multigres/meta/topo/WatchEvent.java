package com.multigres.meta.topo;

/**
 * What a watch tells (rules T12–T14). A fresh watch first tells every node that stands ({@link
 * Put}), then {@link InSync}; from then on every change.
 */
public sealed interface WatchEvent {

  /**
   * Where to resume after this event; resuming may repeat, never skip.
   *
   * @return the cursor
   */
  Cursor cursor();

  /**
   * A node stands so.
   *
   * @param node the node
   * @param cursor where to resume
   */
  record Put(Node node, Cursor cursor) implements WatchEvent {}

  /**
   * A node is gone.
   *
   * @param path where it stood
   * @param cursor where to resume
   */
  record Deleted(TopoPath path, Cursor cursor) implements WatchEvent {}

  /**
   * The watch could not follow change by change. What comes up to the next {@link InSync} repairs
   * what the listener knows.
   *
   * @param kind how
   * @param reason why, for a log
   * @param cursor where to resume
   */
  record Resync(Kind kind, String reason, Cursor cursor) implements WatchEvent {

    /** How a resync repairs. */
    public enum Kind {
      /** The difference follows, deletions included. */
      DIFFERENCE,
      /** The whole state follows: forget every node not named up to {@link InSync}. */
      REPLACE
    }
  }

  /**
   * The listener now knows the whole state as of some moment.
   *
   * @param cursor where to resume
   */
  record InSync(Cursor cursor) implements WatchEvent {}

  /**
   * The watch is over without having been closed: access was refused. The last event.
   *
   * @param error why
   * @param cursor where a new watch could resume
   */
  record Ended(TopoException error, Cursor cursor) implements WatchEvent {}
}
