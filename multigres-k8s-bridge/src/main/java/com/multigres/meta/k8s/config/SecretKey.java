package com.multigres.meta.k8s.config;

/**
 * One key of a Secret in the resource's namespace.
 *
 * @param secret the Secret's name
 * @param key which of its keys
 */
public record SecretKey(String secret, String key) {

  /** Refuses what names nothing. */
  public SecretKey {
    if (secret.isBlank() || key.isBlank()) {
      throw new IllegalArgumentException("a key of a Secret is written SECRET/KEY");
    }
  }

  /**
   * Reads {@code SECRET/KEY}.
   *
   * @param text what is written
   * @throws IllegalArgumentException when it is not that
   */
  public static SecretKey parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          "a key of a Secret is written SECRET/KEY, not '" + text + "'");
    }
    return new SecretKey(text.substring(0, slash), text.substring(slash + 1));
  }
}
