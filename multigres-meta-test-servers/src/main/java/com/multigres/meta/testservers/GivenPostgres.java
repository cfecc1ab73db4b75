package com.multigres.meta.testservers;

import java.net.URI;
import java.net.URISyntaxException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;

/** Somebody's own server, named by a variable. */
record GivenPostgres(
    String host, int port, String user, String password, String database, PostgresVersion version)
    implements PostgresServer {

  /** The variable that names the server. */
  static final String VARIABLE = "MULTIGRES_TEST_POSTGRES";

  private static final String FORM = "postgresql://user:password@host:port/database";

  /** Empty where the variable is not set; a variable that is set wrongly is an error. */
  static Optional<GivenPostgres> find() {
    return Optional.ofNullable(System.getenv(VARIABLE))
        .filter(text -> !text.isBlank())
        .map(GivenPostgres::parse);
  }

  static GivenPostgres parse(String text) {
    URI uri = uri(text);
    String credentials = Optional.ofNullable(uri.getUserInfo()).orElse("");
    int colon = credentials.indexOf(':');
    boolean complete = "postgresql".equals(uri.getScheme()) && uri.getHost() != null && colon > 0;
    if (!complete) {
      throw new ServerStartException(VARIABLE + " does not have the form " + FORM);
    }
    String path = Optional.ofNullable(uri.getPath()).orElse("");
    return ask(
        uri.getHost(),
        uri.getPort() < 0 ? 5432 : uri.getPort(),
        credentials.substring(0, colon),
        credentials.substring(colon + 1),
        path.length() > 1 ? path.substring(1) : "postgres");
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // Neither the text nor the cause, which repeats it: there is a password inside.
      throw new ServerStartException(VARIABLE + " is not a URI of the form " + FORM);
    }
  }

  private static GivenPostgres ask(
      String host, int port, String user, String password, String database) {
    String url = "jdbc:postgresql://" + host + ":" + port + "/" + database + "?connectTimeout=10";
    try (Connection connection = DriverManager.getConnection(url, user, password)) {
      int major = connection.getMetaData().getDatabaseMajorVersion();
      return new GivenPostgres(host, port, user, password, database, new PostgresVersion(major));
    } catch (SQLException e) {
      throw new ServerStartException(
          VARIABLE + " names " + host + ":" + port + ", which refuses: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    // Not ours.
  }

  @Override
  public String toString() {
    return "GivenPostgres[" + host + ":" + port + ", " + version + "]";
  }
}
