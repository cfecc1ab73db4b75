package com.multigres.meta.k8s.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.k8s.server.ApiSettings;
import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the address and the options of a store say.
 *
 * @param namespace the resource's namespace
 * @param cluster the resource's name
 * @param api which server, and as whom
 * @param timeout how long a call may take
 * @param remembered how many change ids stay known
 * @param lazy whether to open without asking the server anything
 */
record CatalogAddress(
    String namespace,
    String cluster,
    ApiSettings api,
    Duration timeout,
    int remembered,
    boolean lazy) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int REMEMBERED = 512;
  private static final int MOST_REMEMBERED = 10_000;
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m)");

  /** The options by the names they have in an address. */
  private enum Option {
    KUBECONFIG("kubeconfig"),
    CONTEXT("context"),
    SERVER("server"),
    TIMEOUT("timeout"),
    CONNECT_TIMEOUT("connectTimeout"),
    REMEMBER("remember"),
    LAZY("lazy");

    private final String spelling;

    Option(String spelling) {
      this.spelling = spelling;
    }
  }

  static CatalogAddress of(StoreUri uri, StoreOptions options) {
    Map<String, String> given = uri.parameters();
    for (String name : given.keySet()) {
      List<String> known = Arrays.stream(Option.values()).map(option -> option.spelling).toList();
      if (!known.contains(name)) {
        throw CatalogException.badInput(
            "k8s:// has no option '" + name + "'; known: " + String.join(", ", known));
      }
    }
    if (uri.password().isPresent()) {
      throw CatalogException.badInput(
          "'" + uri + "' holds a password; a token is given as the password of StoreOptions");
    }
    List<HostPort> hosts = uri.addresses();
    String cluster = uri.path().startsWith("/") ? uri.path().substring(1) : "";
    if (hosts.size() != 1
        || hosts.get(0).port().isPresent()
        || !LABEL.matcher(hosts.get(0).host()).matches()
        || !NAME.matcher(cluster).matches()) {
      throw CatalogException.badInput("'" + uri + "' is not k8s://NAMESPACE/CLUSTER");
    }
    return new CatalogAddress(
        hosts.get(0).host(),
        cluster,
        ApiSettings.of(
            text(given, Option.KUBECONFIG),
            text(given, Option.CONTEXT),
            server(given),
            options,
            options
                .connectTimeout()
                .or(() -> duration(given, Option.CONNECT_TIMEOUT))
                .orElse(ApiSettings.CONNECT_TIMEOUT)),
        options.timeout().or(() -> duration(given, Option.TIMEOUT)).orElse(TIMEOUT),
        remembered(given),
        options.lazy().orElse(lazy(given)));
  }

  private static Optional<String> text(Map<String, String> given, Option option) {
    return Optional.ofNullable(given.get(option.spelling));
  }

  private static Optional<String> server(Map<String, String> given) {
    Optional<String> server = text(given, Option.SERVER);
    if (server.isPresent() && !server.get().matches("https?://[^/@\\s]+(/[^@\\s]*)?")) {
      throw CatalogException.badInput(
          "option server reads https://HOST:PORT, without a user and a password");
    }
    return server;
  }

  private static Optional<Duration> duration(Map<String, String> given, Option option) {
    return text(given, option)
        .map(
            text -> {
              Matcher parts = DURATION.matcher(text);
              long amount = parts.matches() ? Long.parseLong(parts.group(1)) : 0;
              if (amount == 0) {
                throw CatalogException.badInput(
                    "option "
                        + option.spelling
                        + " is no duration such as 500ms, 10s or 2m: '"
                        + text
                        + "'");
              }
              return switch (parts.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                default -> Duration.ofMinutes(amount);
              };
            });
  }

  private static int remembered(Map<String, String> given) {
    String text = given.getOrDefault(Option.REMEMBER.spelling, Integer.toString(REMEMBERED));
    int count = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    if (count < 1 || count > MOST_REMEMBERED) {
      throw CatalogException.badInput(
          "option remember is a number from 1 to " + MOST_REMEMBERED + ", not '" + text + "'");
    }
    return count;
  }

  private static boolean lazy(Map<String, String> given) {
    String text = given.getOrDefault(Option.LAZY.spelling, "false");
    if (!text.equals("true") && !text.equals("false")) {
      throw CatalogException.badInput("option lazy is true or false, not '" + text + "'");
    }
    return text.equals("true");
  }
}
