package com.multigres.meta.testkit.proxy;

import com.multigres.meta.store.HostPort;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;

/**
 * The ways of stores to one place: each that is opened gets one of its own. Ways are used again,
 * since a proxy has threads, and many tests open many stores. Thread-safe.
 *
 * @param <S> the kind of store
 */
public final class StoreWays<S> implements AutoCloseable {
  private final List<HostPort> servers;
  private final Deque<Way> free = new ConcurrentLinkedDeque<>();
  private final Map<S, Way> taken = new ConcurrentHashMap<>();

  private StoreWays(List<HostPort> servers) {
    this.servers = List.copyOf(servers);
  }

  /** Ways to servers, which are named with their ports. */
  public static <S> StoreWays<S> to(List<HostPort> servers) {
    return new StoreWays<>(servers);
  }

  /**
   * Opens a store on a way of its own.
   *
   * @param opener gets the way
   */
  public S open(Function<Way, S> opener) {
    Way way = Optional.ofNullable(free.poll()).orElseGet(() -> Way.to(servers));
    try {
      S store = opener.apply(way);
      taken.put(store, way);
      return store;
    } catch (RuntimeException refused) {
      free.add(way);
      throw refused;
    }
  }

  /**
   * The way of a store.
   *
   * @throws IllegalArgumentException if the store was opened elsewhere
   */
  public Way of(S store) {
    Way way = taken.get(store);
    if (way == null) {
      throw new IllegalArgumentException("not opened here: " + store);
    }
    return way;
  }

  /** The stores that were opened since the last {@link #repair}. */
  public Set<S> stores() {
    return Set.copyOf(taken.keySet());
  }

  /** Heals every way, and lets others have those that were taken: their stores' test is over. */
  public void repair() {
    taken.values().forEach(Way::heal);
    free.addAll(taken.values());
    taken.clear();
  }

  @Override
  public void close() {
    taken.values().forEach(Way::close);
    free.forEach(Way::close);
  }
}
