package com.multigres.meta.testservers;

import com.multigres.meta.testservers.internal.Passwords;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** A database of its own on a {@link PostgresServer}, dropped with its logins when closed. */
public final class PostgresDatabase implements AutoCloseable {

  private final PostgresServer server;
  private final String name;
  private final List<PostgresLogin> logins = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  private PostgresDatabase(PostgresServer server, String name) {
    this.server = server;
    this.name = name;
  }

  static PostgresDatabase createOn(PostgresServer server) {
    PostgresDatabase database = new PostgresDatabase(server, "test_" + Passwords.fresh(12));
    database.execute("CREATE DATABASE " + database.name + " TEMPLATE template0 ENCODING 'UTF8'");
    return database;
  }

  /** The server it lies on. */
  public PostgresServer server() {
    return server;
  }

  /** Its name: lower-case letters, digits and underscores. */
  public String name() {
    return name;
  }

  /** The server's address. */
  public String host() {
    return server.host();
  }

  /** The server's port. */
  public int port() {
    return server.port();
  }

  /** The server's superuser. */
  public String user() {
    return server.user();
  }

  /** The superuser's password. */
  public String password() {
    return server.password();
  }

  /** Its JDBC address, without credentials. */
  public String jdbcUrl() {
    return server.jdbcUrl(name);
  }

  /** A connection as superuser. */
  public Connection connect() throws SQLException {
    return server.connect(name);
  }

  /** An ordinary role, dropped with all it owns in this database when the database is closed. */
  public PostgresLogin freshLogin() {
    PostgresLogin login = new PostgresLogin("test_" + Passwords.fresh(12), Passwords.fresh());
    execute("CREATE ROLE " + login.user() + " LOGIN PASSWORD '" + login.password() + "'");
    logins.add(login);
    return login;
  }

  /** Drops the database, whoever is still connected, and its logins. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
      logins.forEach(login -> execute("DROP ROLE IF EXISTS " + login.user()));
    }
  }

  private void execute(String sql) {
    try (Connection connection = server.connect(server.database());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      String what = sql.replaceFirst(" PASSWORD .*", "");
      throw new ServerStartException(
          server.version() + " refused '" + what + "': " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return "PostgresDatabase[" + jdbcUrl() + "]";
  }
}
