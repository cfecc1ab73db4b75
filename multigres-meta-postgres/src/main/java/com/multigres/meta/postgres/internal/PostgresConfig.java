package com.multigres.meta.postgres.internal;

import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
 * @param extras the options that only one kind of store knows
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
    Map<String, String> extras) {

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
    Map<String, String> given = new LinkedHashMap<>(uri.parameters());
    refuseUnknown(given.keySet(), extraOptions);
    if (uri.addresses().isEmpty()) {
      throw new IllegalArgumentException("the address names no host: " + uri);
    }
    Optional<Supplier<String>> inAddress = uri.password().map(secret -> () -> secret);
    return new PostgresConfig(
        uri.addresses(),
        database(uri),
        options.user().or(uri::user),
        options.password().or(() -> inAddress),
        TlsSettings.of(given.get("sslmode"), uri.addresses(), options),
        options
            .connectTimeout()
            .orElseGet(() -> duration(given, "connectTimeout", Duration.ofSeconds(5))),
        options.timeout().orElseGet(() -> duration(given, "timeout", Duration.ofSeconds(10))),
        options.lazy().orElseGet(() -> bool(given, "lazy")),
        number(given, "poolSize", 10, 2, 1000),
        number(given, "prepareThreshold", 5, 0, 1_000_000),
        extras(given));
  }

  private static void refuseUnknown(Set<String> given, Set<String> extraOptions) {
    Set<String> known = new TreeSet<>(COMMON);
    known.addAll(extraOptions);
    for (String name : given) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "option '"
                + name
                + "' is not known; a postgresql address takes "
                + String.join(", ", known));
      }
    }
  }

  private static Map<String, String> extras(Map<String, String> given) {
    return given.entrySet().stream()
        .filter(option -> !COMMON.contains(option.getKey()))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
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

  private static boolean bool(Map<String, String> given, String name) {
    String text = given.getOrDefault(name, "false");
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException(
          "option '" + name + "' is true or false, not '" + text + "'");
    }
    return text.equals("true");
  }

  private static int number(
      Map<String, String> given, String name, int usual, int least, int most) {
    @Nullable String text = given.get(name);
    if (text == null) {
      return usual;
    }
    if (!text.matches("\\d{1,7}")
        || Integer.parseInt(text) < least
        || Integer.parseInt(text) > most) {
      throw new IllegalArgumentException(
          "option '"
              + name
              + "' is a number from "
              + least
              + " to "
              + most
              + ", not '"
              + text
              + "'");
    }
    return Integer.parseInt(text);
  }

  /**
   * Reads a duration option such as {@code 500ms}, {@code 5s} or {@code 2m}.
   *
   * @param given the options
   * @param name the option
   * @param usual the duration where the option is not given
   * @return the duration
   * @throws IllegalArgumentException naming the option
   */
  public static Duration duration(Map<String, String> given, String name, Duration usual) {
    @Nullable String text = given.get(name);
    if (text == null) {
      return usual;
    }
    if (!text.matches("[1-9]\\d{0,8}(ms|s|m|h|d)")) {
      throw new IllegalArgumentException(
          "option '" + name + "' is a duration like 500ms, 5s or 2m, not '" + text + "'");
    }
    String digits = text.replaceAll("[a-z]", "");
    long amount = Long.parseLong(digits);
    return switch (text.substring(digits.length())) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
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
