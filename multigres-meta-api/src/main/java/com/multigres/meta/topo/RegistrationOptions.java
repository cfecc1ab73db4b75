package com.multigres.meta.topo;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How to keep a node registered. Immutable.
 *
 * @param ttl the session's time to live
 * @param conflict what to do when a node stands there already
 * @param listener told what becomes of the registration, on a thread of the store
 */
public record RegistrationOptions(
    Duration ttl, Conflict conflict, Consumer<Registration.Event> listener) {

  /** What to do when a node stands there already. */
  public enum Conflict {
    /** Fail with {@code NODE_EXISTS}. */
    FAIL,
    /** Wait until it goes, at most until the call's deadline. */
    WAIT,
    /**
     * Take it over with our value: for an owner that knows the node to be its own from an earlier
     * life.
     */
    TAKE_OVER
  }

  /**
   * Fails on conflict and tells nobody.
   *
   * @param ttl the session's time to live
   * @return the options
   */
  public static RegistrationOptions ttl(Duration ttl) {
    return new RegistrationOptions(ttl, Conflict.FAIL, event -> {});
  }

  /**
   * The same with another answer to a conflict.
   *
   * @param choice what to do when a node stands there already
   * @return the options
   */
  public RegistrationOptions onConflict(Conflict choice) {
    return new RegistrationOptions(ttl, choice, listener);
  }

  /**
   * The same with a listener.
   *
   * @param told told what becomes of the registration
   * @return the options
   */
  public RegistrationOptions listener(Consumer<Registration.Event> told) {
    return new RegistrationOptions(ttl, conflict, told);
  }
}
