package com.multigres.meta.k8s.server;

import com.multigres.meta.store.AddressOptions;
import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What every {@code k8s://} address says, whatever is kept there.
 *
 * @param namespace where it is
 * @param api which server, and as whom
 * @param timeout how long a call may take
 * @param lazy whether to open without asking the server anything
 * @param options all options, for those that only one kind of store has
 */
public record ApiAddress(
    String namespace, ApiSettings api, Duration timeout, boolean lazy, AddressOptions options) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Set<String> COMMON =
      Set.of("kubeconfig", "context", "server", "timeout", "connectTimeout", "lazy");

  /**
   * Reads an address.
   *
   * @param uri the address
   * @param options what wins over it
   * @param form what such an address looks like, for the message
   * @param own the options that only this kind of store has
   * @throws IllegalArgumentException when it makes no sense
   */
  public static ApiAddress of(StoreUri uri, StoreOptions options, String form, Set<String> own) {
    Set<String> known = new HashSet<>(COMMON);
    known.addAll(own);
    AddressOptions given = AddressOptions.of(uri, known);
    if (uri.password().isPresent()) {
      throw new IllegalArgumentException(
          "'" + uri + "' holds a password; a token is given as the password of StoreOptions");
    }
    List<HostPort> hosts = uri.addresses();
    if (hosts.size() != 1
        || hosts.get(0).port().isPresent()
        || !LABEL.matcher(hosts.get(0).host()).matches()) {
      throw new IllegalArgumentException("'" + uri + "' is not " + form);
    }
    return new ApiAddress(
        hosts.get(0).host(),
        settings(given, options),
        options.timeout().orElseGet(() -> given.duration("timeout", TIMEOUT)),
        options.lazy().orElseGet(() -> given.flag("lazy")),
        given);
  }

  private static ApiSettings settings(AddressOptions given, StoreOptions options) {
    return ApiSettings.of(
        given.text("kubeconfig"),
        given.text("context"),
        server(given),
        options,
        options
            .connectTimeout()
            .orElseGet(() -> given.duration("connectTimeout", ApiSettings.CONNECT_TIMEOUT)));
  }

  private static Optional<String> server(AddressOptions given) {
    Optional<String> server = given.text("server");
    if (server.isPresent() && !server.get().matches("https?://[^/@\\s]+(/[^@\\s]*)?")) {
      throw new IllegalArgumentException(
          "option server reads https://HOST:PORT, without a user and a password");
    }
    return server;
  }
}
