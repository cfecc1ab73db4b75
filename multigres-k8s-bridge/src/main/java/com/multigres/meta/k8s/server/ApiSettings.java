package com.multigres.meta.k8s.server;

import com.multigres.meta.store.StoreOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which API server, and as whom. What is empty comes from the environment: {@code KUBECONFIG},
 * {@code ~/.kube/config}, or the service account of the pod. Equal settings share one connection.
 *
 * @param kubeconfig the configuration file
 * @param context which of its contexts, if not the current one
 * @param server the server's address instead of the configured one; it gets no credentials of the
 *     environment but those of a file or a context that is named as well
 * @param token asked for a bearer token at each request
 * @param trusted whose certificates to trust, PEM
 * @param certificate the own certificate chain, PEM
 * @param key its private key, PEM
 * @param connectTimeout how long a connection may take
 */
public record ApiSettings(
    Optional<String> kubeconfig,
    Optional<String> context,
    Optional<String> server,
    Optional<Supplier<String>> token,
    Optional<String> trusted,
    Optional<String> certificate,
    Optional<String> key,
    Duration connectTimeout) {

  /** How long a connection may take unless somebody says otherwise. */
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /**
   * Settings with the credentials of a store's options.
   *
   * @param kubeconfig the configuration file
   * @param context which of its contexts
   * @param server the server's address instead of the configured one
   * @param options whose password is a bearer token
   * @param connectTimeout how long a connection may take
   */
  public static ApiSettings of(
      Optional<String> kubeconfig,
      Optional<String> context,
      Optional<String> server,
      StoreOptions options,
      Duration connectTimeout) {
    return new ApiSettings(
        kubeconfig,
        context,
        server,
        options.password(),
        options.trustedCertificates(),
        options.clientCertificate(),
        options.clientKey(),
        connectTimeout);
  }

  /** Without anything secret. */
  @Override
  public String toString() {
    return server
        .or(() -> kubeconfig.map(file -> file + context.map(name -> "#" + name).orElse("")))
        .or(() -> context.map(name -> "context " + name))
        .orElse("the environment's API server");
  }
}
