package com.multigres.meta.topology.internal.record;

import com.multigres.meta.model.component.DatabaseRecord;
import com.multigres.meta.topology.internal.wire.Database;

/** {@code clustermetadata.Database}. */
public final class DatabaseMessage {
  private DatabaseMessage() {}

  public static DatabaseRecord read(Database message) {
    return new DatabaseRecord(
        message.getName(),
        BackupMessage.read(message.getBackupLocation()),
        message.getCellsList(),
        DurabilityPolicyMessage.read(message.getBootstrapDurabilityPolicy()));
  }

  public static Database write(Database before, DatabaseRecord database) {
    DatabaseRecord old = read(before);
    Database.Builder after =
        before.toBuilder().setName(database.name()).clearCells().addAllCells(database.cells());
    if (!old.backup().equals(database.backup())) {
      after.setBackupLocation(BackupMessage.write(before.getBackupLocation(), database.backup()));
    }
    if (!old.durabilityPolicy().equals(database.durabilityPolicy())) {
      after.setBootstrapDurabilityPolicy(
          DurabilityPolicyMessage.write(
              before.getBootstrapDurabilityPolicy(), database.durabilityPolicy()));
    }
    return after.build();
  }
}
