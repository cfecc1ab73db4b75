package com.multigres.meta.postgres.topo;

import com.multigres.meta.testkit.topo.Faults;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.proxy.TcpProxy;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.sql.SQLException;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Accidents of a PostgreSQL server, and of the way to it: each store has a proxy of its own. */
final class PostgresFaults implements Faults {
  private static final int WAYS = 40;

  private final PostgresExtension postgres;
  private final PostgresDatabase database;
  private final Set<Fault> offered;
  // Made once: the contract looks for threads that a test leaves behind, and a proxy has some.
  private final Deque<TcpProxy> free = new ConcurrentLinkedDeque<>();
  private final Map<TopoStore, TcpProxy> ways = new ConcurrentHashMap<>();

  /** Those of a server that this class may stop and pause. */
  static PostgresFaults ofOwn(PostgresExtension postgres) {
    return new PostgresFaults(postgres, EnumSet.allOf(Fault.class));
  }

  /** Those that leave the server itself alone. */
  static PostgresFaults ofShared(PostgresExtension postgres) {
    return new PostgresFaults(
        postgres, EnumSet.of(Fault.CUT, Fault.COMPACT, Fault.WIPE, Fault.KILL_OWNER));
  }

  private PostgresFaults(PostgresExtension postgres, Set<Fault> offered) {
    this.postgres = postgres;
    this.database = postgres.freshDatabase();
    this.offered = offered;
    for (int i = 0; i < WAYS; i++) {
      free.add(TcpProxy.to(database.host(), database.port()));
    }
  }

  TopoStore open(String root) {
    TcpProxy way = free.remove();
    TopoStore store =
        TopoStores.open(
            "postgresql://" + way.host() + ":" + way.port() + "/" + database.name() + "#" + root,
            TopoDatabases.credentials(database));
    ways.put(store, way);
    return store;
  }

  @Override
  public Set<Fault> offered() {
    return offered;
  }

  @Override
  public void cut(TopoStore store) {
    TcpProxy way = way(store);
    way.refuse();
    way.cut();
  }

  @Override
  public void reconnect(TopoStore store) {
    way(store).accept();
  }

  private TcpProxy way(TopoStore store) {
    TcpProxy way = ways.get(store);
    if (way == null) {
      throw new IllegalArgumentException("not opened here: " + store);
    }
    return way;
  }

  @Override
  public void stop() {
    postgres.process().stop();
  }

  @Override
  public void start() {
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
  public void compact() {
    run("SELECT multigres_topo.trim_1(0, '1h', '1h', '1d')");
  }

  @Override
  public void wipe() {
    run("DROP SCHEMA multigres_topo CASCADE");
  }

  private void run(String sql) {
    try {
      TopoDatabases.run(database, sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void killOwner(TopoStore store) {
    cut(store);
  }

  @Override
  public void repair() {
    if (offered.contains(Fault.STOP)) {
      postgres.process().resume();
      if (!postgres.process().running()) {
        postgres.process().restart();
      }
    }
    ways.values().forEach(TcpProxy::accept);
    free.addAll(ways.values());
    ways.clear();
  }
}
