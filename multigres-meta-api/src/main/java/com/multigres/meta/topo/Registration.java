package com.multigres.meta.topo;

import com.google.protobuf.ByteString;
import java.util.function.UnaryOperator;

/**
 * A node that stands as long as its owner lives: it outlasts the loss of a session, because it is
 * created anew in the next one with its latest value (rule T20). That is the value as it last stood
 * in the store as far as this process can know, whoever wrote it, with the owner's changes that
 * could not be written meanwhile. Somebody else's takeover ends it (rule T21). Thread-safe.
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
   * The latest value.
   *
   * @return what stood last as far as this process knows, with the owner's changes
   */
  ByteString value();

  /**
   * Replaces the value, whatever stands there. While the session is lost the new value is kept for
   * the re-creation.
   *
   * @param value the new value
   * @throws TopoException {@code CLOSED} when the registration is over; {@code BAD_VERSION} never:
   *     the owner's value wins; transient and {@code UNKNOWN} when it could not be written now, and
   *     is kept
   */
  void update(ByteString value);

  /**
   * Changes the value: reads it, changes it, writes it on condition that nobody else did meanwhile,
   * and starts again when somebody did. While the session is lost the change is kept, and made to
   * whatever the value then is.
   *
   * @param change makes the new value of the old one; called any number of times, on any thread,
   *     and after a lost reply perhaps on a value that has the change already; what it throws is
   *     thrown here, and changes nothing
   * @throws TopoException as {@link #update}; {@code RESOURCE_EXHAUSTED} when a thousand changes
   *     wait for the session already
   */
  void change(UnaryOperator<ByteString> change);

  /**
   * Ends the registration and removes the node, unless somebody else took it over. Closing twice is
   * harmless. However it ends, the session is not renewed for longer than a call under way takes.
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
