package com.multigres.meta.postgres.internal;

import com.google.common.net.InetAddresses;
import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.StoreOptions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to encrypt. Verified unless somebody says otherwise: without a choice, every host but
 * loopback is reached with {@code verify-full}.
 *
 * @param mode {@code disable}, {@code verify-ca} or {@code verify-full}
 * @param trusted PEM certificates; empty for the system's
 * @param clientCertificate PEM chain
 * @param clientKey PEM key
 */
record TlsSettings(
    String mode,
    Optional<String> trusted,
    Optional<String> clientCertificate,
    Optional<String> clientKey) {

  static TlsSettings of(@Nullable String asked, List<HostPort> hosts, StoreOptions options) {
    boolean loopback = hosts.stream().allMatch(host -> isLoopback(host.host()));
    boolean material =
        options.trustedCertificates().isPresent() || options.clientCertificate().isPresent();
    String mode = asked != null ? asked : loopback && !material ? "disable" : "verify-full";
    switch (mode) {
      case "disable", "verify-ca", "verify-full" -> {}
      default ->
          throw new IllegalArgumentException(
              "option 'sslmode' is verify-full, verify-ca or disable; '"
                  + mode
                  + "' would not verify the server");
    }
    return new TlsSettings(
        mode, options.trustedCertificates(), options.clientCertificate(), options.clientKey());
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("::1")
        || (InetAddresses.isInetAddress(host) && InetAddresses.forString(host).isLoopbackAddress());
  }

  boolean encrypted() {
    return !mode.equals("disable");
  }

  @Override
  public String toString() {
    return "TlsSettings[" + mode + "]";
  }
}
