package com.multigres.meta.topology.internal.record;

import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.topology.internal.wire.ID;

/** {@code clustermetadata.ID}. */
final class IdMessage {
  private IdMessage() {}

  static ComponentId read(ID message) {
    return new ComponentId(
        new ComponentType(message.getComponentValue()), message.getCell(), message.getName());
  }

  static ID write(ID before, ComponentId id) {
    return before.toBuilder()
        .setComponentValue(id.type().number())
        .setCell(id.cell())
        .setName(id.name())
        .build();
  }
}
