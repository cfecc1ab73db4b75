package com.multigres.meta.k8s.server;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the client library's configuration of our settings. */
final class ApiConfigs {
  private ApiConfigs() {}

  /**
   * The configuration.
   *
   * @throws ApiException {@code BAD_SETTINGS} when a file or a context is not there, or a key
   *     cannot be read
   */
  static Config of(ApiSettings settings) {
    Config config = base(settings);
    settings.server().ifPresent(config::setMasterUrl);
    settings.token().ifPresent(token -> config.setOauthTokenProvider(token::get));
    settings.trusted().ifPresent(pem -> config.setCaCertData(encoded(pem)));
    settings.certificate().ifPresent(pem -> config.setClientCertData(encoded(pem)));
    settings.key().ifPresent(pem -> config.setClientKeyData(encoded(pem)));
    ownKey(config).flatMap(ApiConfigs::algorithm).ifPresent(config::setClientKeyAlgo);
    config.setConnectionTimeout((int) settings.connectTimeout().toMillis());
    // Repeating is the stores' business: they know what may be repeated, and until when.
    config.setRequestRetryBackoffLimit(0);
    config.setUserAgent("multigres-meta");
    // Over HTTP/2 the server answers wrong credentials by a GOAWAY, which hides its answer.
    config.setHttp2Disable(true);
    return config;
  }

  private static Config base(ApiSettings settings) {
    @Nullable String context = settings.context().orElse(null);
    try {
      Config config =
          settings.kubeconfig().isPresent()
              ? Config.fromKubeconfig(context, file(settings.kubeconfig().get()).toFile())
              : environment(settings);
      if (context != null && !hasContext(config, context)) {
        throw ApiException.badSettings("there is no context '" + context + "' in " + settings);
      }
      return config;
    } catch (KubernetesClientException | IllegalArgumentException unreadable) {
      throw ApiException.badSettings(
          "the configuration of " + settings + " cannot be read", unreadable);
    }
  }

  private static boolean hasContext(Config config, String name) {
    List<NamedContext> contexts = config.getContexts();
    return contexts != null
        && contexts.stream().anyMatch(context -> name.equals(context.getName()));
  }

  /** The environment's credentials are for the environment's server, and for no other. */
  private static Config environment(ApiSettings settings) {
    return settings.server().isPresent() && settings.context().isEmpty()
        ? Config.empty()
        : Config.autoConfigure(settings.context().orElse(null));
  }

  private static Path file(String name) {
    Path file = Path.of(name);
    if (!Files.isReadable(file)) {
      throw ApiException.badSettings("there is no readable file '" + name + "'");
    }
    return file;
  }

  private static String encoded(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
  }

  private static Optional<String> ownKey(Config config) {
    try {
      if (config.getClientKeyData() != null) {
        byte[] pem = Base64.getDecoder().decode(config.getClientKeyData());
        return Optional.of(new String(pem, StandardCharsets.US_ASCII));
      }
      if (config.getClientKeyFile() != null) {
        return Optional.of(Files.readString(Path.of(config.getClientKeyFile())));
      }
      return Optional.empty();
    } catch (IOException | IllegalArgumentException unreadable) {
      throw ApiException.badSettings("the client's private key cannot be read");
    }
  }

  /** The library takes a key in PKCS #8 for RSA's unless it is told. */
  private static Optional<String> algorithm(String pem) {
    if (!pem.contains("BEGIN PRIVATE KEY")) {
      return Optional.empty();
    }
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    try {
      PKCS8EncodedKeySpec key = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
      return Optional.of(KeyFactory.getInstance("EC").generatePrivate(key).getAlgorithm());
    } catch (GeneralSecurityException | IllegalArgumentException another) {
      return Optional.empty();
    }
  }
}
