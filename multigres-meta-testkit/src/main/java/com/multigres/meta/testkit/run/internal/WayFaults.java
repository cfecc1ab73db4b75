package com.multigres.meta.testkit.run.internal;

import com.multigres.meta.store.HostPort;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.proxy.ProxiedFaults;
import com.multigres.meta.testkit.proxy.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * The accidents that need no hold on a server: those of the way to it. Each store has a way of its
 * own, where there are ways at all.
 *
 * @param <S> the kind of store
 */
public abstract class WayFaults<S> implements ProxiedFaults<S> {
  private final List<HostPort> servers;
  private final String whyNone;
  private final Set<Fault> possible;
  private final Map<S, Way> ways = new ConcurrentHashMap<>();
  // A test's stores are closed after its accidents were repaired, so their ways stay for one more.
  private final List<Way> current = new CopyOnWriteArrayList<>();
  private final List<Way> earlier = new CopyOnWriteArrayList<>();

  /**
   * Accidents on the way to some servers.
   *
   * @param where which, if any
   * @param others what can happen on a way beside what can happen on any
   */
  WayFaults(Ways where, Fault... others) {
    this.servers = where.servers();
    this.whyNone = where.whyNone();
    this.possible = ProxiedFaults.ofAnyWay();
    possible.addAll(List.of(others));
  }

  /**
   * Opens a store, on a way of its own where there are ways.
   *
   * @param opener gets the servers; none for those of the address
   */
  public final S open(Function<List<HostPort>, S> opener) {
    if (servers.isEmpty()) {
      return opener.apply(List.of());
    }
    Way way = Way.to(servers);
    current.add(way);
    S store = opener.apply(way.entrances());
    ways.put(store, way);
    return store;
  }

  @Override
  public final Set<Fault> offered() {
    return servers.isEmpty() ? Set.of() : possible;
  }

  @Override
  public final String whyNot(Fault fault) {
    if (!possible.contains(fault)) {
      return "it needs a hold on the server, which a run from outside has not";
    }
    return whyNone;
  }

  @Override
  public final Way way(S store) {
    Way way = ways.get(store);
    if (way == null) {
      throw new IllegalArgumentException("not opened by this run: " + store);
    }
    return way;
  }

  @Override
  public final void repair() {
    closeAll(earlier);
    current.forEach(Way::heal);
    earlier.addAll(current);
    current.clear();
  }

  /** Closes every way. */
  public final void end() {
    closeAll(earlier);
    closeAll(current);
  }

  private void closeAll(List<Way> some) {
    List<Way> closing = new ArrayList<>(some);
    closing.forEach(Way::close);
    some.removeAll(closing);
    ways.values().removeAll(closing);
  }
}
