package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresLogin;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A database of a test, by the library and by hand. */
final class CatalogDatabase implements AutoCloseable {
  private final PostgresDatabase database;

  CatalogDatabase(PostgresExtension postgres) {
    this(postgres.freshDatabase());
  }

  CatalogDatabase(PostgresDatabase database) {
    this.database = database;
  }

  PostgresDatabase database() {
    return database;
  }

  /** A store as superuser, with options of the address such as {@code ?schema=x}. */
  CatalogStore open(String options) {
    return open(database.host() + ":" + database.port(), options);
  }

  /** The same through other hosts, such as a proxy. */
  CatalogStore open(String hosts, String options) {
    return CatalogStores.open(
        "postgresql://" + hosts + "/" + database.name() + options,
        StoreOptions.builder().user(database.user()).password(database::password).build());
  }

  CatalogStore openAs(PostgresLogin login, String options) {
    return CatalogStores.open(
        "postgresql://" + database.host() + ":" + database.port() + "/" + database.name() + options,
        StoreOptions.builder().user(login.user()).password(login::password).build());
  }

  /** A connection as superuser. */
  Connection connect() throws SQLException {
    return database.connect();
  }

  Connection connectAs(PostgresLogin login) throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), login.user(), login.password());
  }

  /**
   * Runs statements as superuser, as psql would: each its own transaction unless they begin one.
   */
  void sql(String... statements) {
    try (Connection connection = connect()) {
      sql(connection, statements);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  static void sql(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  String query(String sql) {
    try (Connection connection = connect()) {
      return query(connection, sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  static String query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "nothing";
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
