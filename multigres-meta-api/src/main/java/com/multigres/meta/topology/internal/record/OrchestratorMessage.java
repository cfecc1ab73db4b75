package com.multigres.meta.topology.internal.record;

import com.multigres.meta.model.component.Orchestrator;
import com.multigres.meta.topology.internal.wire.Multiorch;

/** {@code clustermetadata.Multiorch}. */
public final class OrchestratorMessage {
  private OrchestratorMessage() {}

  public static Orchestrator read(Multiorch message) {
    return new Orchestrator(
        IdMessage.read(message.getId()), message.getHostname(), message.getPortMapMap());
  }

  public static Multiorch write(Multiorch before, Orchestrator orchestrator) {
    return before.toBuilder()
        .setId(IdMessage.write(before.getId(), orchestrator.id()))
        .setHostname(orchestrator.hostname())
        .clearPortMap()
        .putAllPortMap(PortMap.write(before.getPortMapMap(), orchestrator.ports()))
        .build();
  }
}
