package com.multigres.meta.model.component;

import java.util.Map;

/** What registered itself in the topology of its cell. Immutable. */
public sealed interface Component permits Pooler, Gateway, Orchestrator {
  /**
   * Who it is.
   *
   * @return the id, whose cell is the component's cell wherever its record lies
   */
  ComponentId id();

  /**
   * Where it listens.
   *
   * @return a host name or address; empty when the record does not say
   */
  String hostname();

  /**
   * On which ports it listens.
   *
   * @return port numbers by name, in the record's order; names in use: {@code grpc}, {@code http},
   *     {@code postgres}, {@code pgbackrest}
   */
  Map<String, Integer> ports();
}
