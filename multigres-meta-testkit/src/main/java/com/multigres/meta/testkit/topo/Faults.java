package com.multigres.meta.testkit.topo;

import com.multigres.meta.topo.TopoStore;
import java.util.Set;

/**
 * The accidents that a backend's tests can arrange. A test that needs one which is not offered is
 * aborted and says so.
 */
public interface Faults {

  /** What may happen. */
  enum Fault {
    /** A client is cut off from the server, and connected again. */
    CUT,
    /** The server stops and comes back with its state. */
    STOP,
    /** The server hangs: it neither answers nor refuses. */
    PAUSE,
    /** The server forgets the history from which watches resume. */
    COMPACT,
    /** The server comes back empty, as another incarnation. */
    WIPE,
    /** An owner dies without farewell. */
    KILL_OWNER
  }

  /**
   * Which accidents can be arranged.
   *
   * @return those whose methods work
   */
  Set<Fault> offered();

  /**
   * Cuts a client off.
   *
   * @param store its store
   */
  default void cut(TopoStore store) {
    throw new UnsupportedOperationException("CUT");
  }

  /**
   * Ends a cut.
   *
   * @param store its store
   */
  default void reconnect(TopoStore store) {
    throw new UnsupportedOperationException("CUT");
  }

  /** Stops the server; what is stored stays. */
  default void stop() {
    throw new UnsupportedOperationException("STOP");
  }

  /** Starts the server again. */
  default void start() {
    throw new UnsupportedOperationException("STOP");
  }

  /** Lets the server hang. */
  default void pause() {
    throw new UnsupportedOperationException("PAUSE");
  }

  /** Ends the hanging. */
  default void resume() {
    throw new UnsupportedOperationException("PAUSE");
  }

  /** Forgets the history of changes. */
  default void compact() {
    throw new UnsupportedOperationException("COMPACT");
  }

  /** Empties the server, so that a client can notice. */
  default void wipe() {
    throw new UnsupportedOperationException("WIPE");
  }

  /**
   * Ends a store's renewals and connection as the death of its process would. The store is closed
   * later all the same.
   *
   * @param store the owner's store
   */
  default void killOwner(TopoStore store) {
    throw new UnsupportedOperationException("KILL_OWNER");
  }

  /** Makes everything whole again; called after each test. */
  default void repair() {}

  /**
   * No accidents.
   *
   * @return faults that offer nothing
   */
  static Faults none() {
    return Set::of;
  }
}
