package com.multigres.meta.testservers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A real PostgreSQL that accepts connections. Safe for use by several threads.
 *
 * <p>Where it comes from is the finder's business: somebody's own server that the variable {@code
 * MULTIGRES_TEST_POSTGRES} names, an embedded one, an installed one, or a container. Whoever needs
 * to restart, kill or pause it asks {@link PostgresSetup} for a {@link PostgresProcess}.
 */
public sealed interface PostgresServer extends AutoCloseable
    permits GivenPostgres, ContainerPostgres, PostgresProcess {

  /**
   * Finds or starts a server of the default version. A given server is taken whatever its version.
   *
   * @throws ServerUnavailableException where no way works
   */
  static PostgresServer find() {
    return PostgresFinder.find();
  }

  /**
   * Finds or starts a server of that version.
   *
   * @throws ServerUnavailableException where no way works
   */
  static PostgresServer find(PostgresVersion version) {
    return PostgresFinder.find(version);
  }

  /** The address to connect to. */
  String host();

  /** The port to connect to. */
  int port();

  /** A superuser's name. */
  String user();

  /** The superuser's password. */
  String password();

  /** The database that is there from the start. */
  default String database() {
    return "postgres";
  }

  /** The version that the server said it has. */
  PostgresVersion version();

  /** The JDBC address of one of the server's databases, without credentials. */
  default String jdbcUrl(String database) {
    return "jdbc:postgresql://" + host() + ":" + port() + "/" + database;
  }

  /** A connection as superuser to one of the server's databases. */
  default Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), user(), password());
  }

  /** Creates an empty database with a name of its own; closing it drops it. */
  default PostgresDatabase freshDatabase() {
    return PostgresDatabase.createOn(this);
  }

  /** Ends a server that was started for us; leaves somebody's own alone. Idempotent. */
  @Override
  void close();
}
