package com.multigres.meta.cluster.internal;

import com.multigres.meta.cluster.ClusterEntry;
import com.multigres.meta.cluster.internal.wire.ClusterEntryMessage;
import com.multigres.meta.cluster.spec.DatabaseDefaults;
import com.multigres.meta.model.component.DatabaseRecord;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topology.RecordCodec;
import com.multigres.meta.topology.internal.record.DatabaseMessage;
import com.multigres.meta.topology.internal.record.ProtobufCodec;
import com.multigres.meta.topology.internal.wire.Database;
import java.util.List;
import java.util.TreeMap;

/** The node of the global topology that holds a {@link ClusterEntry}. */
public final class ClusterEntryNode {
  /** Where it lies, below the global root, in every layout. */
  public static final TopoPath PATH = TopoPath.of("multigres-meta", "cluster");

  /** Its value. */
  public static final RecordCodec<ClusterEntry> CODEC =
      new ProtobufCodec<>(
          ClusterEntryMessage.getDefaultInstance(),
          ClusterEntryMessage.parser(),
          ClusterEntryNode::read,
          ClusterEntryNode::write);

  private ClusterEntryNode() {}

  private static ClusterEntry read(ClusterEntryMessage message) {
    TreeMap<String, DatabaseDefaults> databases = new TreeMap<>();
    for (Database database : message.getDatabasesList()) {
      databases.put(database.getName(), settings(database));
    }
    return new ClusterEntry(
        message.getNamespace(), message.getName(), settings(message.getDefaults()), databases);
  }

  private static ClusterEntryMessage write(ClusterEntryMessage before, ClusterEntry entry) {
    ClusterEntryMessage.Builder after =
        before.toBuilder()
            .setNamespace(entry.namespace())
            .setName(entry.name())
            .setDefaults(message("", entry.defaults()))
            .clearDatabases();
    entry.databases().forEach((name, own) -> after.addDatabases(message(name, own)));
    return after.build();
  }

  private static DatabaseDefaults settings(Database message) {
    DatabaseRecord record = DatabaseMessage.read(message);
    String policy = record.durabilityPolicy().name();
    return new DatabaseDefaults(
        policy.isEmpty() ? DatabaseDefaults.STANDARD.durabilityPolicy() : policy, record.backup());
  }

  private static Database message(String name, DatabaseDefaults settings) {
    DatabaseRecord record =
        new DatabaseRecord(
            name, settings.backup(), List.of(), Policies.named(settings.durabilityPolicy()));
    return DatabaseMessage.write(Database.getDefaultInstance(), record);
  }
}
