package com.multigres.meta.k8s.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.k8s.server.ApiSettings;
import com.multigres.meta.store.AddressOptions;
import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  private static final Set<String> KNOWN =
      Set.of("kubeconfig", "context", "server", "timeout", "connectTimeout", "remember", "lazy");

  static CatalogAddress of(StoreUri uri, StoreOptions options) {
    try {
      return read(uri, options);
    } catch (IllegalArgumentException senseless) {
      throw CatalogException.badInput(String.valueOf(senseless.getMessage()));
    }
  }

  private static CatalogAddress read(StoreUri uri, StoreOptions options) {
    AddressOptions given = AddressOptions.of(uri, KNOWN);
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
            given.text("kubeconfig"),
            given.text("context"),
            server(given),
            options,
            options
                .connectTimeout()
                .orElseGet(() -> given.duration("connectTimeout", ApiSettings.CONNECT_TIMEOUT))),
        options.timeout().orElseGet(() -> given.duration("timeout", TIMEOUT)),
        given.number("remember", REMEMBERED, 1, MOST_REMEMBERED),
        options.lazy().orElseGet(() -> given.flag("lazy")));
  }

  private static Optional<String> server(AddressOptions given) {
    Optional<String> server = given.text("server");
    if (server.isPresent() && !server.get().matches("https?://[^/@\\s]+(/[^@\\s]*)?")) {
      throw CatalogException.badInput(
          "option server reads https://HOST:PORT, without a user and a password");
    }
    return server;
  }
}
