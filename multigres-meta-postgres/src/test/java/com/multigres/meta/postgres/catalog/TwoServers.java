package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresProcess;
import com.multigres.meta.testservers.StandbyMode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A class's own server, and a standby of it for one test. */
final class TwoServers implements AutoCloseable {
  private final PostgresProcess primary;
  private final PostgresProcess standby;
  private final PostgresDatabase database;
  private final CatalogDatabase catalog;

  TwoServers(PostgresExtension postgres, StandbyMode mode) {
    this.primary = postgres.process();
    this.database = postgres.freshDatabase();
    this.catalog = new CatalogDatabase(database);
    this.standby = primary.standby(mode);
  }

  PostgresProcess primary() {
    return primary;
  }

  PostgresProcess standby() {
    return standby;
  }

  /** The database on the server that was the primary at first. */
  CatalogDatabase onPrimary() {
    return catalog;
  }

  /** A store that knows both servers. */
  CatalogStore open(String options) {
    return catalog.open(address(primary) + "," + address(standby), options);
  }

  /** A store that knows one of them. */
  CatalogStore open(PostgresProcess one, String options) {
    return catalog.open(address(one), options);
  }

  private static String address(PostgresProcess server) {
    return server.host() + ":" + server.port();
  }

  /** The primary dies at once, and the standby takes its place. */
  void failOver() {
    primary.kill();
    standby.promote();
  }

  /** Runs a statement on the standby, as superuser. */
  void onStandby(String sql) {
    String url = standby.jdbcUrl(database.name());
    try (Connection connection =
        DriverManager.getConnection(url, standby.user(), standby.password())) {
      CatalogDatabase.sql(connection, sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Leaves the class's server running and alone, as it was. */
  @Override
  public void close() {
    primary.resume();
    standby.resume();
    if (!primary.running()) {
      primary.restart();
    }
    standby.close();
  }
}
