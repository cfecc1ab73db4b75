package com.multigres.meta.store;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Finds the one backend for a scheme among those on the class path; never falls back to another.
 */
public final class Backends {
  private Backends() {}

  /**
   * The backend for a scheme.
   *
   * @param <P> the kind of backend
   * @param kind the service that backends implement
   * @param schemes which schemes a backend opens
   * @param scheme the scheme of the address
   * @param refusal makes the error when none or several backends open it
   * @return the only backend that does
   */
  public static <P> P find(
      Class<P> kind,
      Function<P, Set<String>> schemes,
      String scheme,
      Function<String, ? extends RuntimeException> refusal) {
    List<P> found = new ArrayList<>();
    Set<String> known = new TreeSet<>();
    try {
      for (P backend : ServiceLoader.load(kind, Backends.class.getClassLoader())) {
        known.addAll(schemes.apply(backend));
        if (schemes.apply(backend).contains(scheme)) {
          found.add(backend);
        }
      }
    } catch (ServiceConfigurationError broken) {
      RuntimeException error =
          refusal.apply("a backend on the class path cannot be loaded: " + broken.getMessage());
      error.initCause(broken);
      throw error;
    }
    if (found.isEmpty()) {
      throw refusal.apply(
          "no backend on the class path opens the scheme '"
              + scheme
              + "'; known here: "
              + String.join(", ", known));
    }
    if (found.size() > 1) {
      throw refusal.apply(
          "several backends on the class path open the scheme '"
              + scheme
              + "': "
              + String.join(
                  ", ", found.stream().map(backend -> backend.getClass().getName()).toList()));
    }
    return found.get(0);
  }
}
