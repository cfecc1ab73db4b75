package com.multigres.meta.topology.internal.record;

import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.PoolerType;
import com.multigres.meta.model.component.ServingStatus;
import com.multigres.meta.topology.internal.wire.Multipooler;
import java.util.Optional;

/** {@code clustermetadata.Multipooler}. */
public final class PoolerMessage {
  private PoolerMessage() {}

  public static Pooler read(Multipooler message) {
    return new Pooler(
        IdMessage.read(message.getId()),
        shardKey(message),
        keyRange(message),
        new PoolerType(message.getTypeValue()),
        new ServingStatus(message.getServingStatusValue()),
        message.getHostname(),
        message.getPortMapMap(),
        message.getPoolerDir(),
        message.getPgDataDir(),
        LifecycleMessage.read(message.getLifecycleStatus()),
        RoutingStateMessage.read(message.getRoutingState()));
  }

  public static Multipooler write(Multipooler before, Pooler pooler) {
    Multipooler.Builder after =
        before.toBuilder()
            .setId(IdMessage.write(before.getId(), pooler.id()))
            .setTypeValue(pooler.type().number())
            .setServingStatusValue(pooler.servingStatus().number())
            .setHostname(pooler.hostname())
            .clearPortMap()
            .putAllPortMap(PortMap.write(before.getPortMapMap(), pooler.ports()))
            .setPoolerDir(pooler.poolerDir())
            .setPgDataDir(pooler.pgDataDir());
    writeShard(before, pooler, after);
    writeState(before, pooler, after);
    return after.build();
  }

  private static void writeShard(Multipooler before, Pooler pooler, Multipooler.Builder after) {
    pooler
        .shardKey()
        .ifPresentOrElse(
            key ->
                after
                    .getShardKeyBuilder()
                    .setDatabase(key.database())
                    .setTableGroup(key.tableGroup())
                    .setShard(key.shard()),
            after::clearShardKey);
    if (!keyRange(before).equals(pooler.keyRange())) {
      after
          .getKeyRangeBuilder()
          .setStart(pooler.keyRange().start())
          .setEnd(pooler.keyRange().end());
    }
  }

  /** A message that says nothing new stays as it is, absent ones included. */
  private static void writeState(Multipooler before, Pooler pooler, Multipooler.Builder after) {
    if (!LifecycleMessage.read(before.getLifecycleStatus()).equals(pooler.lifecycle())) {
      after.setLifecycleStatus(
          LifecycleMessage.write(before.getLifecycleStatus(), pooler.lifecycle()));
    }
    if (!RoutingStateMessage.read(before.getRoutingState()).equals(pooler.routingState())) {
      after.setRoutingState(
          RoutingStateMessage.write(before.getRoutingState(), pooler.routingState()));
    }
  }

  private static Optional<ShardKey> shardKey(Multipooler message) {
    if (!message.hasShardKey()) {
      return Optional.empty();
    }
    var key = message.getShardKey();
    return Optional.of(new ShardKey(key.getDatabase(), key.getTableGroup(), key.getShard()));
  }

  private static KeyRange keyRange(Multipooler message) {
    return new KeyRange(message.getKeyRange().getStart(), message.getKeyRange().getEnd());
  }
}
