package com.multigres.meta.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What may befall any server and the way to it. A backend's author overrides what can be arranged,
 * and names it in {@link #offered}; everything else refuses. A test that needs an accident which is
 * not offered is reported as not run, with the accident's name. Thread-safe, as far as accidents of
 * different clients and of the server may be arranged at the same time.
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
   * Why an accident is not offered.
   *
   * @param fault one that is not
   * @return the reason, in words
   */
  default String whyNot(Fault fault) {
    return "the store's tests offer no fault " + fault + " (their method faults())";
  }

  /**
   * Cuts a client off.
   *
   * @param store its store
   */
  default void cut(S store) {
    throw new UnsupportedOperationException("CUT");
  }

  /**
   * Makes whole again the way between a client and the server: ends a {@link #cut}, a {@link
   * #delay}, a {@link #dropRequests}, a {@link #dropReplies} and a {@link #halfOpen}.
   *
   * @param store its store
   */
  default void reconnect(S store) {
    throw new UnsupportedOperationException("CUT");
  }

  /**
   * Lets each question of a client and its answer take longer, until {@link #reconnect}.
   *
   * @param store its store
   * @param more how much longer than otherwise
   */
  default void delay(S store, Duration more) {
    throw new UnsupportedOperationException("DELAY");
  }

  /**
   * Loses what a client says from now on, until {@link #reconnect}: the server never has it. The
   * connection stays, and the client is not told.
   *
   * @param store its store
   */
  default void dropRequests(S store) {
    throw new UnsupportedOperationException("DROP_REQUESTS");
  }

  /**
   * Loses what a client is told from now on, until {@link #reconnect}: the server does what it is
   * asked to. The connection stays, and the server is not told.
   *
   * @param store its store
   */
  default void dropReplies(S store) {
    throw new UnsupportedOperationException("DROP_REPLIES");
  }

  /**
   * Holds back everything that a client and the server say to each other, on open connections and
   * new ones. {@link #reconnect} lets it go on: the server may do late what the client gave up.
   *
   * @param store its store
   */
  default void halfOpen(S store) {
    throw new UnsupportedOperationException("HALF_OPEN");
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

  /**
   * The servers that are one together, each of which may fail while the others go on.
   *
   * @return all of them, in an order that stays; none where there is one server
   */
  default List<Member> members() {
    return List.of();
  }

  /**
   * Lets the server end every session of a client now, as if none had been renewed in time. Where
   * it cannot tell whose they are, those of other clients go as well.
   *
   * @param store its store
   */
  default void expireSession(S store) {
    throw new UnsupportedOperationException("EXPIRE_SESSION");
  }

  /** Lets the server forget the history of changes, as far as it can. What stands there stays. */
  default void compact() {
    throw new UnsupportedOperationException("COMPACT");
  }

  /**
   * Whether {@link #expireSession} ends all sessions of that client, its locks' included, and those
   * of nobody else.
   *
   * @return false where the server cannot tell whose they are
   */
  default boolean tellsSessionsApart() {
    return false;
  }

  /** Takes away the server's room: it refuses what is written, and answers what is read. */
  default void fillQuota() {
    throw new UnsupportedOperationException("FILL_QUOTA");
  }

  /** Gives the room back. */
  default void freeQuota() {
    throw new UnsupportedOperationException("FILL_QUOTA");
  }

  /**
   * Sets a client's clock wrong.
   *
   * @param store its store
   * @param by how far it is ahead, or behind where that is negative; zero sets it right
   */
  default void skewClock(S store, Duration by) {
    throw new UnsupportedOperationException("SKEW_CLOCK");
  }

  /** Makes everything whole again; called after each test. */
  default void repair() {}
}
