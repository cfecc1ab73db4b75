package com.multigres.meta.k8s;

import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.k8s.server.ApiSettings;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testservers.kubernetes.KubernetesLogin;
import com.multigres.meta.testservers.kubernetes.KubernetesServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Who may do everything on a test's server, whatever that is. */
public final class Admin {
  private Admin() {}

  /** How he logs in. */
  public static StoreOptions options(KubernetesServer server) {
    KubernetesLogin login = server.admin();
    StoreOptions.Builder options =
        StoreOptions.builder().trustedCertificates(text(login.authority()));
    login
        .certificate()
        .ifPresent(own -> options.clientCertificate(text(own.certificate()), text(own.key())));
    login.token().ifPresent(file -> options.password(() -> text(file).strip()));
    return options.build();
  }

  /** The server in his hands, to be released afterwards. */
  public static ApiServer on(KubernetesServer server) {
    return at(server, server.url());
  }

  /** The same by another address. */
  public static ApiServer at(KubernetesServer server, String address) {
    return ApiServer.acquire(settings(address, options(server)));
  }

  /** A server as somebody. */
  public static ApiSettings settings(String address, StoreOptions who) {
    return ApiSettings.of(
        Optional.empty(), Optional.empty(), Optional.of(address), who, ApiSettings.CONNECT_TIMEOUT);
  }

  /** What a file holds. */
  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
