package com.multigres.meta.model.component;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A component's ports: checked, in the record's order. Immutable. */
final class Ports extends AbstractMap<String, Integer> {
  private static final int MAX_PORT = 65_535;

  private final Map<String, Integer> ports;

  private Ports(Map<String, Integer> ports) {
    this.ports = Collections.unmodifiableMap(ports);
  }

  /** The ports of a component are taken as they are: many have the same. */
  static Map<String, Integer> copyOf(Map<String, Integer> ports) {
    if (ports instanceof Ports) {
      return ports;
    }
    Map<String, Integer> copy = new LinkedHashMap<>(ports);
    copy.forEach(Ports::require);
    return new Ports(copy);
  }

  private static void require(String name, int number) {
    if (number < 0 || number > MAX_PORT) {
      throw new IllegalArgumentException(
          "port '" + name + "' is " + number + ": a port is 0 to " + MAX_PORT);
    }
  }

  @Override
  public @Nullable Integer get(@Nullable Object name) {
    return ports.get(name);
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return ports.containsKey(name);
  }

  @Override
  public Set<Entry<String, Integer>> entrySet() {
    return ports.entrySet();
  }
}
