package com.multigres.meta.testkit;

import java.util.Set;

/**
 * What may befall any server and the way to it. A test that needs an accident which is not offered
 * is reported as not run, with the accident's name.
 *
 * @param <S> the kind of store whose clients are cut off
 */
public interface ServerFaults<S> {

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
  default void cut(S store) {
    throw new UnsupportedOperationException("CUT");
  }

  /**
   * Ends a cut.
   *
   * @param store its store
   */
  default void reconnect(S store) {
    throw new UnsupportedOperationException("CUT");
  }

  /** Stops the server in good order; what is stored stays. */
  default void stop() {
    throw new UnsupportedOperationException("RESTART");
  }

  /** Ends the server at once, as a loss of power to its process would. */
  default void kill() {
    throw new UnsupportedOperationException("KILL");
  }

  /** Brings the server back after {@link #stop} or {@link #kill}. */
  default void restart() {
    throw new UnsupportedOperationException("RESTART");
  }

  /** Lets the server hang. */
  default void pause() {
    throw new UnsupportedOperationException("PAUSE");
  }

  /** Ends the hanging. */
  default void resume() {
    throw new UnsupportedOperationException("PAUSE");
  }

  /** Makes everything whole again; called after each test. */
  default void repair() {}
}
