package com.multigres.meta.testkit.workload;

import com.multigres.meta.store.StoreOptions;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How another process of this machine opens a store.
 *
 * @param uri its address, without a secret
 * @param user who opens it, where the address does not say
 * @param password the user's, where one is asked for; handed over in the environment
 */
public record StoreAddress(String uri, Optional<String> user, Optional<Supplier<String>> password) {
  private static final String USER = "MULTIGRES_WORKLOAD_USER";
  private static final String PASSWORD = "MULTIGRES_WORKLOAD_PASSWORD";

  /**
   * An address that needs no credentials.
   *
   * @param uri the address
   * @return the address
   */
  public static StoreAddress of(String uri) {
    return new StoreAddress(uri, Optional.empty(), Optional.empty());
  }

  /**
   * The same with credentials.
   *
   * @param name the user
   * @param secret the user's password
   * @return the address
   */
  public StoreAddress as(String name, Supplier<String> secret) {
    return new StoreAddress(uri, Optional.of(name), Optional.of(secret));
  }

  /**
   * Hands user and password over to a process.
   *
   * @param environment the process's
   */
  public void handOver(Map<String, String> environment) {
    user.ifPresent(name -> environment.put(USER, name));
    password.ifPresent(secret -> environment.put(PASSWORD, secret.get()));
  }

  /**
   * What was handed over to this process.
   *
   * @param environment this process's
   * @return how it opens stores
   */
  public static StoreOptions received(Map<String, String> environment) {
    StoreOptions.Builder options = StoreOptions.builder();
    Optional.ofNullable(environment.get(USER)).ifPresent(options::user);
    Optional.ofNullable(environment.get(PASSWORD))
        .ifPresent(secret -> options.password(() -> secret));
    return options.build();
  }

  @Override
  public String toString() {
    return uri;
  }
}
