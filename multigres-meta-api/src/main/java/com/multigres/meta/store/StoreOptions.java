package com.multigres.meta.store;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How to reach a store, whatever its backend: what every backend maps to its own client (page
 * "connection strings" of the documentation). An option given here wins over the same option in the
 * address. Immutable; its text form holds no secret.
 */
public final class StoreOptions {
  private static final StoreOptions DEFAULTS = builder().build();

  private final Builder from;

  private StoreOptions(Builder from) {
    this.from = from;
  }

  /**
   * No credentials, the system's trust, a connect timeout of 5 s and a call timeout of 10 s.
   *
   * @return the defaults
   */
  public static StoreOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Starts from the defaults.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts from these options.
   *
   * @return a new builder that holds what these options hold
   */
  public Builder toBuilder() {
    return new Builder(from);
  }

  /**
   * The user.
   *
   * @return the user to log in as
   */
  public Optional<String> user() {
    return from.user;
  }

  /**
   * Where the password comes from; asked anew for each connection, so that a rotated one is picked
   * up.
   *
   * @return the supplier
   */
  public Optional<Supplier<String>> password() {
    return from.password;
  }

  /**
   * The certificates that may sign a server's.
   *
   * @return PEM text; empty for the system's
   */
  public Optional<String> trustedCertificates() {
    return from.trustedCertificates;
  }

  /**
   * The client's certificate chain.
   *
   * @return PEM text
   */
  public Optional<String> clientCertificate() {
    return from.clientCertificate;
  }

  /**
   * The client's private key.
   *
   * @return PEM text, PKCS#8
   */
  public Optional<String> clientKey() {
    return from.clientKey;
  }

  /**
   * How long opening may take (rule T29).
   *
   * @return the connect timeout, where it was set
   */
  public Optional<Duration> connectTimeout() {
    return from.connectTimeout;
  }

  /**
   * How long a call may take that names no time of its own (rule T30).
   *
   * @return the call timeout, where it was set
   */
  public Optional<Duration> timeout() {
    return from.timeout;
  }

  /**
   * Whether to open without a connection and to connect in the background (rule T29).
   *
   * @return the choice, where one was made
   */
  public Optional<Boolean> lazy() {
    return from.lazy;
  }

  @Override
  public String toString() {
    return "StoreOptions[user="
        + from.user.orElse("-")
        + ", password="
        + (from.password.isPresent() ? "***" : "-")
        + ", trustedCertificates="
        + from.trustedCertificates.isPresent()
        + ", clientCertificate="
        + from.clientCertificate.isPresent()
        + ", connectTimeout="
        + from.connectTimeout
        + ", timeout="
        + from.timeout
        + ", lazy="
        + from.lazy
        + "]";
  }

  /** Collects options. Not thread-safe. */
  public static final class Builder {
    private Optional<String> user = Optional.empty();
    private Optional<Supplier<String>> password = Optional.empty();
    private Optional<String> trustedCertificates = Optional.empty();
    private Optional<String> clientCertificate = Optional.empty();
    private Optional<String> clientKey = Optional.empty();
    private Optional<Duration> connectTimeout = Optional.empty();
    private Optional<Duration> timeout = Optional.empty();
    private Optional<Boolean> lazy = Optional.empty();

    private Builder() {}

    private Builder(Builder other) {
      user = other.user;
      password = other.password;
      trustedCertificates = other.trustedCertificates;
      clientCertificate = other.clientCertificate;
      clientKey = other.clientKey;
      connectTimeout = other.connectTimeout;
      timeout = other.timeout;
      lazy = other.lazy;
    }

    /**
     * Sets the user.
     *
     * @param name the user to log in as
     * @return this builder
     */
    public Builder user(String name) {
      user = Optional.of(name);
      return this;
    }

    /**
     * Sets where the password comes from.
     *
     * @param supplier asked for each new connection, from any thread
     * @return this builder
     */
    public Builder password(Supplier<String> supplier) {
      password = Optional.of(supplier);
      return this;
    }

    /**
     * Sets whom to trust.
     *
     * @param pem certificates, PEM
     * @return this builder
     */
    public Builder trustedCertificates(String pem) {
      trustedCertificates = Optional.of(pem);
      return this;
    }

    /**
     * Sets the client's certificate and key.
     *
     * @param certificatePem the chain, PEM
     * @param keyPem the private key, PEM, PKCS#8
     * @return this builder
     */
    public Builder clientCertificate(String certificatePem, String keyPem) {
      clientCertificate = Optional.of(certificatePem);
      clientKey = Optional.of(keyPem);
      return this;
    }

    /**
     * Sets how long opening may take.
     *
     * @param time more than zero
     * @return this builder
     */
    public Builder connectTimeout(Duration time) {
      connectTimeout = Optional.of(positive(time, "connectTimeout"));
      return this;
    }

    /**
     * Sets how long a call may take.
     *
     * @param time more than zero
     * @return this builder
     */
    public Builder timeout(Duration time) {
      timeout = Optional.of(positive(time, "timeout"));
      return this;
    }

    /**
     * Sets whether to open without a connection.
     *
     * @param choice true to connect in the background
     * @return this builder
     */
    public Builder lazy(boolean choice) {
      lazy = Optional.of(choice);
      return this;
    }

    /**
     * The options collected so far.
     *
     * @return immutable options
     */
    public StoreOptions build() {
      return new StoreOptions(new Builder(this));
    }

    private static Duration positive(Duration time, String option) {
      if (Objects.requireNonNull(time, option).isNegative() || time.isZero()) {
        throw new IllegalArgumentException(
            option + " must be more than zero, not " + DurationText.of(time));
      }
      return time;
    }
  }
}
