package com.multigres.meta.model.component;

import java.util.Map;

/**
 * A gateway, as it describes itself.
 *
 * @param id who it is; of type {@link ComponentType#GATEWAY}
 * @param hostname where it listens; may be empty
 * @param ports port numbers by name, 0 to 65535, order kept
 * @param pidPrefix the number that its backend process ids begin with, 0 to 4294967295
 */
public record Gateway(ComponentId id, String hostname, Map<String, Integer> ports, long pidPrefix)
    implements Component {
  private static final long MAX_PID_PREFIX = 0xFFFF_FFFFL;

  /**
   * Makes a gateway.
   *
   * @throws IllegalArgumentException when the id is not a gateway's, or a number is out of range
   */
  public Gateway {
    id.require(ComponentType.GATEWAY);
    ports = Ports.copyOf(ports);
    if (pidPrefix < 0 || pidPrefix > MAX_PID_PREFIX) {
      throw new IllegalArgumentException(
          "the pid prefix of " + id + " is " + pidPrefix + ": it is 0 to " + MAX_PID_PREFIX);
    }
  }
}
