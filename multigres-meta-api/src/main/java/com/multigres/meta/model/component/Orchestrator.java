package com.multigres.meta.model.component;

import java.util.Map;

/**
 * An orchestrator, as it describes itself.
 *
 * @param id who it is; of type {@link ComponentType#ORCHESTRATOR}
 * @param hostname where it listens; may be empty
 * @param ports port numbers by name, 0 to 65535, order kept
 */
public record Orchestrator(ComponentId id, String hostname, Map<String, Integer> ports)
    implements Component {

  /**
   * Makes an orchestrator.
   *
   * @throws IllegalArgumentException when the id is not an orchestrator's, or a port is out of
   *     range
   */
  public Orchestrator {
    id.require(ComponentType.ORCHESTRATOR);
    ports = Ports.copyOf(ports);
  }
}
