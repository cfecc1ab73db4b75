package com.multigres.meta.model.component;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the port maps of all components have in common. */
final class Ports {
  private static final int MAX_PORT = 65_535;

  private Ports() {}

  static Map<String, Integer> copyOf(Map<String, Integer> ports) {
    Map<String, Integer> copy = new LinkedHashMap<>(ports);
    copy.forEach(Ports::require);
    return Collections.unmodifiableMap(copy);
  }

  private static void require(String name, int number) {
    if (number < 0 || number > MAX_PORT) {
      throw new IllegalArgumentException(
          "port '" + name + "' is " + number + ": a port is 0 to " + MAX_PORT);
    }
  }
}
