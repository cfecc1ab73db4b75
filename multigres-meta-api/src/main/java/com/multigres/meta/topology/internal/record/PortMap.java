package com.multigres.meta.topology.internal.record;

import java.util.LinkedHashMap;
import java.util.Map;

/** The port maps of all components: a port keeps its place, a new one goes to the end. */
final class PortMap {
  private PortMap() {}

  static Map<String, Integer> write(Map<String, Integer> before, Map<String, Integer> ports) {
    Map<String, Integer> after = new LinkedHashMap<>(before);
    after.keySet().retainAll(ports.keySet());
    after.putAll(ports);
    return after;
  }
}
