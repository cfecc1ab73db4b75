package com.multigres.meta.testkit.run.internal;

import com.multigres.meta.store.HostPort;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.proxy.ProxiedFaults;
import com.multigres.meta.testkit.proxy.StoreWays;
import com.multigres.meta.testkit.proxy.Way;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The accidents that need no hold on a server: those of the way to it. Each store has a way of its
 * own, where there are ways at all.
 *
 * @param <S> the kind of store
 */
public abstract class WayFaults<S> implements ProxiedFaults<S> {
  private final boolean any;
  private final String whyNone;
  private final Set<Fault> possible;
  private final StoreWays<S> ways;

  /**
   * Accidents on the way to some servers.
   *
   * @param where which, if any
   * @param others what can happen on a way beside what can happen on any
   */
  WayFaults(Ways where, Fault... others) {
    this.any = !where.servers().isEmpty();
    this.ways = StoreWays.to(where.servers());
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
    return any ? ways.open(way -> opener.apply(way.entrances())) : opener.apply(List.of());
  }

  @Override
  public final Set<Fault> offered() {
    return any ? possible : Set.of();
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
    return ways.of(store);
  }

  @Override
  public final void repair() {
    ways.repair();
  }

  /** Closes every way. */
  public final void end() {
    ways.close();
  }
}
