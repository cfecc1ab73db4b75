package com.multigres.meta.testkit.proxy;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.ServerFaults;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * The accidents of the way between a client and its servers, for stores that are each opened on a
 * {@link Way} of their own.
 *
 * @param <S> the kind of store
 */
public interface ProxiedFaults<S> extends ServerFaults<S> {

  /** What can befall any way: to be offered where these methods are. */
  static Set<Fault> ofAnyWay() {
    return EnumSet.of(
        Fault.CUT, Fault.DELAY, Fault.DROP_REQUESTS, Fault.DROP_REPLIES, Fault.HALF_OPEN);
  }

  /**
   * The way of a store.
   *
   * @throws IllegalArgumentException if the store was opened elsewhere
   */
  Way way(S store);

  @Override
  default void cut(S store) {
    way(store).cut();
  }

  @Override
  default void reconnect(S store) {
    way(store).heal();
  }

  @Override
  default void delay(S store, Duration more) {
    way(store).delay(more);
  }

  @Override
  default void dropRequests(S store) {
    way(store).drop(Direction.TO_SERVER);
  }

  @Override
  default void dropReplies(S store) {
    way(store).drop(Direction.TO_CLIENT);
  }

  @Override
  default void halfOpen(S store) {
    way(store).stall();
  }
}
