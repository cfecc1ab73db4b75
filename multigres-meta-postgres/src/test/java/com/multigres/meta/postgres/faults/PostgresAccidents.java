package com.multigres.meta.postgres.faults;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.ServerFaults;
import com.multigres.meta.testkit.proxy.Direction;
import com.multigres.meta.testkit.proxy.TcpProxy;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import java.time.Duration;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;

/**
 * Accidents of a PostgreSQL server of the test's own, and of the way to it: each store has a proxy
 * of its own.
 *
 * @param <S> the kind of store
 */
public abstract class PostgresAccidents<S> implements ServerFaults<S> {
  private static final int WAYS = 60;

  private final PostgresExtension postgres;
  private final PostgresDatabase database;
  // Made once: a proxy has threads, and many tests open many stores.
  private final Deque<TcpProxy> free = new ConcurrentLinkedDeque<>();
  private final Map<S, TcpProxy> ways = new ConcurrentHashMap<>();

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
    for (int i = 0; i < WAYS; i++) {
      free.add(TcpProxy.to(host, port));
    }
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
    TcpProxy way = free.remove();
    try {
      S store = opener.apply(way.host() + ":" + way.port());
      ways.put(store, way);
      return store;
    } catch (RuntimeException refused) {
      free.add(way);
      throw refused;
    }
  }

  /** The way of a store. */
  protected final TcpProxy way(S store) {
    TcpProxy way = ways.get(store);
    if (way == null) {
      throw new IllegalArgumentException("not opened here: " + store);
    }
    return way;
  }

  @Override
  public void cut(S store) {
    TcpProxy way = way(store);
    way.refuse();
    way.cut();
  }

  /**
   * What can befall both kinds of store. A full disk cannot: whoever runs the tests would need one
   * of its own. Nor a client's clock: leases are judged by the JVM's, which all clients share.
   */
  @Override
  public Set<Fault> offered() {
    return EnumSet.of(
        Fault.CUT,
        Fault.DELAY,
        Fault.DROP_REQUESTS,
        Fault.DROP_REPLIES,
        Fault.HALF_OPEN,
        Fault.RESTART,
        Fault.KILL,
        Fault.PAUSE);
  }

  @Override
  public void reconnect(S store) {
    way(store).heal();
  }

  @Override
  public void delay(S store, Duration more) {
    way(store).delay(Direction.TO_SERVER, more.dividedBy(2));
    way(store).delay(Direction.TO_CLIENT, more.dividedBy(2));
  }

  @Override
  public void dropRequests(S store) {
    way(store).drop(Direction.TO_SERVER);
  }

  @Override
  public void dropReplies(S store) {
    way(store).drop(Direction.TO_CLIENT);
  }

  @Override
  public void halfOpen(S store) {
    way(store).stall(Direction.TO_SERVER);
    way(store).stall(Direction.TO_CLIENT);
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
    ways.values().forEach(TcpProxy::heal);
    free.addAll(ways.values());
    ways.clear();
  }
}
