package com.multigres.meta.postgres.internal;

import com.multigres.meta.store.HostPort;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Makes connections: asks for the password each time, and remembers how the last attempt went.
 * Thread-safe.
 */
final class Connector implements DataSource, AutoCloseable {
  private final PostgresConfig config;
  private final String url;
  private final @Nullable String tlsContext;
  private final Driver driver = new Driver();
  private volatile @Nullable Attempt lastFailure;
  private volatile boolean everAccepted;

  /**
   * A failed attempt.
   *
   * @param error how it failed
   * @param atNanos when, on the monotonic clock
   */
  record Attempt(SQLException error, long atNanos) {}

  Connector(PostgresConfig config) {
    this.config = config;
    this.tlsContext = config.tls().encrypted() ? PemSocketFactory.register(config.tls()) : null;
    this.url =
        "jdbc:postgresql://"
            + config.hosts().stream().map(Connector::address).collect(Collectors.joining(","))
            + "/"
            + URLEncoder.encode(config.database(), StandardCharsets.UTF_8);
  }

  private static String address(HostPort host) {
    String name = host.host().indexOf(':') >= 0 ? "[" + host.host() + "]" : host.host();
    return name + ":" + host.portOr(5432);
  }

  @Override
  public Connection getConnection() throws SQLException {
    return connect("primary");
  }

  /**
   * Connects to a server of a kind: {@code primary}, {@code preferSecondary} … as the driver names
   * them.
   */
  Connection connect(String targetServerType) throws SQLException {
    try {
      Connection connection = driver.connect(url, properties(targetServerType));
      if (connection == null) {
        throw new SQLException("the PostgreSQL driver does not accept " + config.where(), "08001");
      }
      everAccepted = true;
      lastFailure = null;
      return connection;
    } catch (SQLException failed) {
      lastFailure = new Attempt(failed, System.nanoTime());
      throw failed;
    }
  }

  private Properties properties(String targetServerType) {
    Properties properties = new Properties();
    config.user().ifPresent(user -> properties.setProperty("user", user));
    config.password().ifPresent(password -> properties.setProperty("password", password.get()));
    long seconds = Math.max(1, (config.connectTimeout().toMillis() + 999) / 1000);
    properties.setProperty("connectTimeout", Long.toString(seconds));
    // Until a call sets its own: a server that is stopped accepts connections and says nothing.
    properties.setProperty("socketTimeout", Long.toString(seconds));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("gssEncMode", "disable");
    properties.setProperty("ApplicationName", "multigres-meta");
    properties.setProperty("prepareThreshold", Integer.toString(config.prepareThreshold()));
    properties.setProperty("socketFactory", InterruptibleSocketFactory.class.getName());
    if (config.hosts().size() > 1 || !targetServerType.equals("primary")) {
      properties.setProperty("targetServerType", targetServerType);
      properties.setProperty("hostRecheckSeconds", "1");
    }
    properties.setProperty("sslmode", config.tls().mode());
    if (tlsContext != null) {
      properties.setProperty("sslfactory", PemSocketFactory.class.getName());
      properties.setProperty("sslfactoryarg", tlsContext);
    }
    return properties;
  }

  /** The last attempt's failure, when no later one succeeded and it is not older than a moment. */
  @Nullable SQLException failureSince(long nanos) {
    Attempt attempt = lastFailure;
    return attempt != null && attempt.atNanos() - nanos >= 0 ? attempt.error() : null;
  }

  /**
   * Whether these credentials were accepted before: then one refusal may be a gateway's confusion
   * in a failover.
   */
  boolean everAccepted() {
    return everAccepted;
  }

  @Override
  public void close() {
    if (tlsContext != null) {
      PemSocketFactory.unregister(tlsContext);
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("the user is part of the configuration");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    // The library logs through slf4j.
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // The configuration's connect timeout decides.
  }

  @Override
  public int getLoginTimeout() {
    // The pool waits as long for its threads when it closes.
    return (int) Math.max(1, config.connectTimeout().toSeconds());
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("the library logs through slf4j");
  }

  @Override
  public <T> T unwrap(Class<T> kind) throws SQLException {
    throw new SQLException("not a wrapper for " + kind.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> kind) {
    return false;
  }
}
