package com.multigres.meta.cli.demo;

import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Gateway;
import com.multigres.meta.model.component.Orchestrator;
import com.multigres.meta.model.component.Pooler;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Stands in for the processes of a cluster: what they would register about themselves. */
final class Poolers {
  private final DemoCluster cluster;
  private final List<String> cellNames;
  private final ComponentId orchestrator;

  Poolers(DemoCluster cluster, List<String> cellNames) {
    this.cluster = cluster;
    this.cellNames = cellNames;
    orchestrator = new ComponentId(ComponentType.ORCHESTRATOR, cellNames.get(0), "orch1");
  }

  /** Who initialises shards and appoints primaries. */
  ComponentId orchestrator() {
    return orchestrator;
  }

  /** The gateway and the orchestrator of a cell come up. */
  void startOthers(String cell) {
    ComponentId gateway = new ComponentId(ComponentType.GATEWAY, cell, "gateway1");
    ComponentId orch = new ComponentId(ComponentType.ORCHESTRATOR, cell, "orch1");
    // A record keeps the order of its ports, and a plain map's order changes from run to run.
    Map<String, Integer> ports = new TreeMap<>(Map.of("grpc", 15170, "postgres", 15432));
    register(new Gateway(gateway, "gateway1." + cell, ports, 0));
    register(new Orchestrator(orch, "orch1." + cell, Map.of("grpc", 15370)));
  }

  /** The pooler of a shard comes up, in the cell whose turn it is; once. */
  Pooler start(ShardKey shard, int turn) {
    String cell = cellNames.get(turn % cellNames.size());
    ComponentId id =
        new ComponentId(
            ComponentType.POOLER,
            cell,
            shard.database() + "-" + shard.tableGroup() + "-" + shard.shard());
    Pooler pooler =
        Pooler.builder(id)
            .shardKey(shard)
            .keyRange(KeyRange.parse(shard.shard()))
            .hostname(id.name() + "." + cell)
            .port("grpc", 15270)
            .port("postgres", 5432)
            .build();
    return (Pooler) register(pooler);
  }

  /** A component that is registered already, of a run before this one, keeps its record. */
  private Component register(Component component) {
    return cluster
        .cells()
        .with(
            component.id().cell(),
            cell ->
                cell.components(component.id().type())
                    .get(component.id())
                    .<Component>map(entry -> entry.record())
                    .orElseGet(() -> cell.register(component).entry().record()));
  }

  /** The pooler of a shard comes up and is made its primary. */
  Pooler serve(ShardKey shard, int turn) {
    start(shard, turn);
    return cluster.appointment().appointOnly(orchestrator, shard);
  }

  /** All poolers of a shard end for good, and the claim on it is given up. */
  void end(ShardKey shard) {
    for (Pooler pooler : cluster.servers().all(shard)) {
      cluster.cells().with(pooler.id().cell(), cell -> cell.poolers().delete(pooler.id()));
    }
    cluster
        .global()
        .shardClaims()
        .read(shard)
        .filter(claim -> claim.claimer().equals(orchestrator))
        .ifPresent(claim -> cluster.global().shardClaims().release(shard, orchestrator));
  }
}
