package com.multigres.meta.topology;

import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.DatabaseRecord;
import com.multigres.meta.model.component.Gateway;
import com.multigres.meta.model.component.Orchestrator;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.ShardInitClaim;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topology.internal.record.CellMessage;
import com.multigres.meta.topology.internal.record.ClaimMessage;
import com.multigres.meta.topology.internal.record.DatabaseMessage;
import com.multigres.meta.topology.internal.record.GatewayMessage;
import com.multigres.meta.topology.internal.record.OrchestratorMessage;
import com.multigres.meta.topology.internal.record.PoolerMessage;
import com.multigres.meta.topology.internal.record.ProtobufCodec;
import com.multigres.meta.topology.internal.wire.Database;
import com.multigres.meta.topology.internal.wire.Multigateway;
import com.multigres.meta.topology.internal.wire.Multiorch;
import com.multigres.meta.topology.internal.wire.Multipooler;
import java.util.Map;
import java.util.Optional;

/** The codecs of all records of a topology. */
public final class RecordCodecs {
  /** Cells. */
  public static final RecordCodec<Cell> CELL =
      new ProtobufCodec<>(
          com.multigres.meta.topology.internal.wire.Cell.getDefaultInstance(),
          com.multigres.meta.topology.internal.wire.Cell.parser(),
          CellMessage::read,
          CellMessage::write);

  /** Databases. */
  public static final RecordCodec<DatabaseRecord> DATABASE =
      new ProtobufCodec<>(
          Database.getDefaultInstance(),
          Database.parser(),
          DatabaseMessage::read,
          DatabaseMessage::write);

  /** Poolers. */
  public static final RecordCodec<Pooler> POOLER =
      new ProtobufCodec<>(
          Multipooler.getDefaultInstance(),
          Multipooler.parser(),
          PoolerMessage::read,
          PoolerMessage::write);

  /** Gateways. */
  public static final RecordCodec<Gateway> GATEWAY =
      new ProtobufCodec<>(
          Multigateway.getDefaultInstance(),
          Multigateway.parser(),
          GatewayMessage::read,
          GatewayMessage::write);

  /** Orchestrators. */
  public static final RecordCodec<Orchestrator> ORCHESTRATOR =
      new ProtobufCodec<>(
          Multiorch.getDefaultInstance(),
          Multiorch.parser(),
          OrchestratorMessage::read,
          OrchestratorMessage::write);

  /** Claims to initialise a shard. */
  public static final RecordCodec<ShardInitClaim> SHARD_INIT_CLAIM =
      new ProtobufCodec<>(
          com.multigres.meta.topology.internal.wire.ShardInitClaim.getDefaultInstance(),
          com.multigres.meta.topology.internal.wire.ShardInitClaim.parser(),
          ClaimMessage::read,
          ClaimMessage::write);

  private static final Map<String, RecordCodec<?>> BY_NODE_NAME =
      Map.of(
          "Cell", CELL,
          "local-toposerver", CELL,
          "Database", DATABASE,
          "Pooler", POOLER,
          "Gateway", GATEWAY,
          "Orch", ORCHESTRATOR,
          "ShardInitClaim", SHARD_INIT_CLAIM);

  private RecordCodecs() {}

  /**
   * The codec of the record that lies at a path in one of the layouts.
   *
   * @param path a node
   * @return the codec; empty when nodes of that name hold no record
   */
  public static Optional<RecordCodec<?>> forNode(TopoPath path) {
    return Optional.ofNullable(BY_NODE_NAME.get(path.name()));
  }
}
