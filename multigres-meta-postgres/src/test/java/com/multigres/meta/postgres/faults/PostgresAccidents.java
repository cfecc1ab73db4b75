package com.multigres.meta.postgres.faults;

import com.multigres.meta.store.HostPort;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.proxy.ProxiedFaults;
import com.multigres.meta.testkit.proxy.StoreWays;
import com.multigres.meta.testkit.proxy.TcpProxy;
import com.multigres.meta.testkit.proxy.Way;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Accidents of a PostgreSQL server of the test's own, and of the way to it: each store has a proxy
 * of its own.
 *
 * @param <S> the kind of store
 */
public abstract class PostgresAccidents<S> implements ProxiedFaults<S> {
  private final PostgresExtension postgres;
  private final PostgresDatabase database;
  private final StoreWays<S> ways;

  protected PostgresAccidents(PostgresExtension postgres) {
    this(postgres, postgres.server().host(), postgres.server().port());
  }

  /**
   * Accidents on a longer way.
   *
   * @param host where the proxies lead to, such as a pooler
   * @param port its port
   */
  protected PostgresAccidents(PostgresExtension postgres, String host, int port) {
    this.postgres = postgres;
    this.database = postgres.freshDatabase();
    this.ways = StoreWays.to(List.of(new HostPort(host, OptionalInt.of(port))));
  }

  /** The database in which everything happens; connections to it itself go past the proxies. */
  public final PostgresDatabase database() {
    return database;
  }

  /**
   * Opens a store on a way of its own.
   *
   * @param opener gets {@code host:port}
   */
  protected final S open(Function<String, S> opener) {
    return ways.open(way -> opener.apply(way.hosts()));
  }

  @Override
  public final Way way(S store) {
    return ways.of(store);
  }

  /** The proxy before the server on the way of a store. */
  protected final TcpProxy proxy(S store) {
    return way(store).proxies().get(0);
  }

  @Override
  public Set<Fault> offered() {
    Set<Fault> all = ProxiedFaults.ofAnyWay();
    all.addAll(EnumSet.of(Fault.RESTART, Fault.KILL, Fault.PAUSE));
    return all;
  }

  @Override
  public void stop() {
    postgres.process().stop();
  }

  @Override
  public void kill() {
    postgres.process().kill();
  }

  @Override
  public void restart() {
    postgres.process().restart();
  }

  @Override
  public void pause() {
    postgres.process().pause();
  }

  @Override
  public void resume() {
    postgres.process().resume();
  }

  @Override
  public void repair() {
    postgres.process().resume();
    if (!postgres.process().running()) {
      postgres.process().restart();
    }
    ways.repair();
  }
}
