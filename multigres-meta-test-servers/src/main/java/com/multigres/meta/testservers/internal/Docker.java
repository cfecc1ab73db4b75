package com.multigres.meta.testservers.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The last resort of every search. Knows nothing of Testcontainers, which users need not have: a
 * class that does cannot even be loaded without it.
 */
public final class Docker {

  private Docker() {}

  /** Starts a server in a container, where Testcontainers is on the class path. */
  public static <S> Optional<S> start(List<String> tried, Supplier<Optional<S>> container) {
    try {
      return container.get();
    } catch (NoClassDefFoundError e) {
      tried.add("Docker: Testcontainers is not on the class path");
      return Optional.empty();
    }
  }
}
