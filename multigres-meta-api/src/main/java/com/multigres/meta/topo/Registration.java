package com.multigres.meta.topo;

import com.google.protobuf.ByteString;

/**
 * A node that stands as long as its owner lives: it outlasts the loss of a session, because it is
 * created anew in the next one with its latest value (rule T20). Somebody else's takeover ends it
 * (rule T21). Thread-safe.
 */
public interface Registration extends AutoCloseable {

  /**
   * Where the node stands.
   *
   * @return the path
   */
  TopoPath path();

  /**
   * Whether the node is thought to stand now.
   *
   * @return false between the loss of a session and its replacement, and once the registration is
   *     over
   */
  boolean isRegistered();

  /**
   * Changes the value, now and for every later re-creation. While the session is lost the new value
   * is kept for the re-creation.
   *
   * @param value the new value
   * @throws TopoException {@code CLOSED} when the registration is over; {@code BAD_VERSION} never:
   *     the owner's value wins
   */
  void update(ByteString value);

  /**
   * Ends the registration and removes the node, unless somebody else took it over. Closing twice is
   * harmless.
   *
   * @throws TopoException as {@link Session#close}
   */
  @Override
  void close();

  /** What becomes of a registration (rules T20 and T21). */
  sealed interface Event {

    /**
     * The node stands again in a new session, with the latest value.
     *
     * @param version its version
     */
    record Restored(Version version) implements Event {}

    /** The session was lost: the node is gone, or will be, until it is {@link Restored}. */
    record SessionLost() implements Event {}

    /**
     * Somebody else made the node theirs. The registration is over.
     *
     * @param path the node
     */
    record TakenOver(TopoPath path) implements Event {}

    /**
     * Restoring failed for a reason that will not pass by itself. The registration is over.
     *
     * @param error why
     */
    record Failed(TopoException error) implements Event {}
  }
}
