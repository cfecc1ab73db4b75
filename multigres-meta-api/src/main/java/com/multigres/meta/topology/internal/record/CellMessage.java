package com.multigres.meta.topology.internal.record;

import com.multigres.meta.topology.internal.wire.Cell;

/** {@code clustermetadata.Cell}. */
public final class CellMessage {
  private CellMessage() {}

  public static com.multigres.meta.model.component.Cell read(Cell message) {
    return new com.multigres.meta.model.component.Cell(
        message.getName(), message.getServerAddressesList(), message.getRoot());
  }

  public static Cell write(Cell before, com.multigres.meta.model.component.Cell cell) {
    return before.toBuilder()
        .setName(cell.name())
        .clearServerAddresses()
        .addAllServerAddresses(cell.serverAddresses())
        .setRoot(cell.root())
        .build();
  }
}
