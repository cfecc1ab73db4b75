package com.multigres.meta.postgres.internal;

import com.multigres.meta.store.AddressOptions;
import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * How to reach one database: what an address and the options that travel beside it say together.
 *
 * @param hosts the servers, the first that is a primary is used
 * @param database the database
 * @param user the user; empty for the name of the operating system's user
 * @param password asked for each new connection
 * @param tls how to encrypt
 * @param connectTimeout how long connecting may take
 * @param timeout how long a call may take that names no time of its own
 * @param lazy whether to open without a connection
 * @param poolSize the most connections at once
 * @param prepareThreshold after how many uses a statement is prepared on the server, 0 for never
 *     (transaction poolers)
 * @param options all of the address's, those too that only one kind of store knows
 */
public record PostgresConfig(
    List<HostPort> hosts,
    String database,
    Optional<String> user,
    Optional<Supplier<String>> password,
    TlsSettings tls,
    Duration connectTimeout,
    Duration timeout,
    boolean lazy,
    int poolSize,
    int prepareThreshold,
    AddressOptions options) {

  private static final Set<String> COMMON =
      Set.of("connectTimeout", "timeout", "lazy", "sslmode", "poolSize", "prepareThreshold");

  /**
   * Reads address and options.
   *
   * @param uri the address
   * @param options win over the address
   * @param extraOptions names of the options that this kind of store knows beside the common ones
   * @return the configuration
   * @throws IllegalArgumentException naming the option and what it takes
   */
  public static PostgresConfig of(StoreUri uri, StoreOptions options, Set<String> extraOptions) {
    Set<String> known = new TreeSet<>(COMMON);
    known.addAll(extraOptions);
    AddressOptions given = AddressOptions.of(uri, known);
    if (uri.addresses().isEmpty()) {
      throw new IllegalArgumentException("the address names no host: " + uri);
    }
    Optional<Supplier<String>> inAddress = uri.password().map(secret -> () -> secret);
    return new PostgresConfig(
        uri.addresses(),
        database(uri),
        options.user().or(uri::user),
        options.password().or(() -> inAddress),
        TlsSettings.of(given.text("sslmode").orElse(null), uri.addresses(), options),
        options
            .connectTimeout()
            .orElseGet(() -> given.duration("connectTimeout", Duration.ofSeconds(5))),
        options.timeout().orElseGet(() -> given.duration("timeout", Duration.ofSeconds(10))),
        options.lazy().orElseGet(() -> given.flag("lazy")),
        given.number("poolSize", 10, 2, 1000),
        given.number("prepareThreshold", 5, 0, 1_000_000),
        given);
  }

  private static String database(StoreUri uri) {
    String path = uri.path().startsWith("/") ? uri.path().substring(1) : uri.path();
    if (path.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "the database '"
              + path
              + "' holds a slash; a root stands behind '#': postgresql://host/database#/root");
    }
    return path.isEmpty()
        ? "postgres"
        : URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /**
   * The servers, for messages.
   *
   * @return {@code host:port,…/database}
   */
  public String where() {
    return hosts.stream()
            .map(host -> new HostPort(host.host(), port(host)).toString())
            .collect(Collectors.joining(","))
        + "/"
        + database;
  }

  private static java.util.OptionalInt port(HostPort host) {
    return java.util.OptionalInt.of(host.portOr(5432));
  }

  @Override
  public String toString() {
    return "PostgresConfig[" + where() + ", user=" + user.orElse("-") + ", tls=" + tls.mode() + "]";
  }
}
