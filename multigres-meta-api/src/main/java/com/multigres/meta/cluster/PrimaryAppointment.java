package com.multigres.meta.cluster;

import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.Lifecycle;
import com.multigres.meta.model.component.LifecycleStatus;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.PoolerType;
import com.multigres.meta.model.component.RoutingRole;
import com.multigres.meta.model.component.RoutingState;
import com.multigres.meta.model.component.RuleNumber;
import com.multigres.meta.model.component.ServingStatus;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topology.Entry;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.PutResult;
import com.multigres.meta.topology.cells.Cells;
import com.multigres.meta.topology.cells.Discovery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Step 4 of a cluster's life: an orchestrator appoints the primary of a shard that has none, and
 * the pooler's record says so. Only the orchestrator that holds the shard's claim may.
 *
 * <p>Every appointment has a later term than those before, also than those whose records are gone
 * for now: a primary that comes back with its record of then is told from the one that was
 * appointed meanwhile, and is made a replica at the next appointment.
 *
 * <p>Idempotent: appointing the primary again changes nothing. Thread-safe.
 */
public final class PrimaryAppointment {
  private final GlobalTopology global;
  private final Cells cells;
  private final PrimaryTerms terms;

  /**
   * An appointment.
   *
   * @param global where shards are claimed
   * @param cells where poolers are registered
   */
  public PrimaryAppointment(GlobalTopology global, Cells cells) {
    this.global = global;
    this.cells = cells;
    this.terms = new PrimaryTerms(global);
  }

  /**
   * Appoints the only live pooler of a shard.
   *
   * @param orchestrator who appoints
   * @param shard the shard, by external names
   * @return the primary as it stands; the one there was, if there was one
   * @throws ClusterException {@code NOT_FOUND} when the shard has no live pooler or several and no
   *     primary; else as {@link #appoint}
   */
  public Pooler appointOnly(ComponentId orchestrator, ShardKey shard) {
    ShardServers servers = servers(shard);
    Optional<Pooler> primary = servers.primary(shard);
    List<Pooler> live = servers.live(shard);
    if (primary.isPresent()) {
      return appoint(orchestrator, primary.get().id());
    }
    if (live.size() != 1) {
      throw new ClusterException(
          ClusterErrorCode.NOT_FOUND,
          "shard " + shard + " has " + live.size() + " live poolers; say which is to be primary");
    }
    return appoint(orchestrator, live.get(0).id());
  }

  /**
   * Appoints a pooler.
   *
   * @param orchestrator who appoints
   * @param pooler who is to be primary
   * @return the pooler's record as it stands
   * @throws ClusterException {@code NOT_FOUND} when there is no such pooler or it names no shard;
   *     {@code CLAIMED} when another orchestrator holds the shard's claim; {@code HAS_PRIMARY} when
   *     another pooler serves as primary; {@code UNREACHABLE} when a cell cannot be asked, which
   *     might have one
   */
  public Pooler appoint(ComponentId orchestrator, ComponentId pooler) {
    Pooler standing =
        cells
            .with(pooler.cell(), cell -> cell.poolers().get(pooler))
            .map(Entry::record)
            .orElseThrow(() -> notFound("there is no pooler " + pooler));
    ShardKey shard =
        standing.shardKey().orElseThrow(() -> notFound("pooler " + pooler + " names no shard"));
    CatalogCreation.claim(global, shard, orchestrator, List.of(pooler));
    ShardServers servers = servers(shard);
    Optional<Pooler> primary = servers.primary(shard);
    if (primary.filter(other -> !other.id().equals(pooler)).isPresent()) {
      throw new ClusterException(
          ClusterErrorCode.HAS_PRIMARY,
          "shard " + shard + " has the primary " + primary.get().id() + ", so not " + pooler);
    }
    List<Pooler> all = servers.all(shard);
    long latest = terms.latest(shard);
    long shown = latestTerm(all);
    Pooler appointed =
        primary
            .filter(own -> holds(own, latest))
            .orElseGet(() -> promote(pooler, terms.give(shard, pooler, shown)));
    depose(all, appointed);
    return appointed;
  }

  private Pooler promote(ComponentId pooler, long term) {
    RuleNumber rule = new RuleNumber(term, 0);
    PutResult<Pooler> result =
        cells.with(
            pooler.cell(), cell -> cell.poolers().update(pooler, old -> promoted(old, rule)));
    return result.entry().record();
  }

  /** A primary of an earlier term that came back, and says what it said before it went. */
  private void depose(List<Pooler> poolers, Pooler primary) {
    RuleNumber rule = primary.routingState().rule();
    for (Pooler pooler : poolers) {
      if (!pooler.id().equals(primary.id())
          && pooler.isServing()
          && pooler.type().equals(PoolerType.PRIMARY)) {
        depose(pooler.id(), rule);
      }
    }
  }

  private void depose(ComponentId pooler, RuleNumber rule) {
    try {
      cells.with(
          pooler.cell(),
          cell ->
              cell.poolers()
                  .update(
                      pooler,
                      old ->
                          old.routingState().rule().compareTo(rule) < 0
                              ? deposed(old, rule)
                              : old));
    } catch (TopoException gone) {
      if (gone.code() != TopoException.Code.NO_NODE) {
        throw gone;
      }
    }
  }

  private ShardServers servers(ShardKey shard) {
    Discovery<Pooler> found = cells.poolers();
    if (!found.isComplete()) {
      throw new ClusterException(
          ClusterErrorCode.UNREACHABLE,
          "not every cell can be searched for a primary of shard "
              + shard
              + ": "
              + found.unreachableCells().keySet());
    }
    return ShardServers.of(found);
  }

  private static long latestTerm(List<Pooler> poolers) {
    return poolers.stream()
        .mapToLong(pooler -> pooler.routingState().rule().coordinatorTerm())
        .max()
        .orElse(0);
  }

  /** Whether a pooler is the primary, and no later one was appointed. */
  private static boolean holds(Pooler pooler, long latest) {
    return pooler.isServing()
        && pooler.type().equals(PoolerType.PRIMARY)
        && pooler.routingState().role().equals(RoutingRole.PRIMARY)
        && pooler.routingState().rule().coordinatorTerm() >= latest;
  }

  private static Pooler deposed(Pooler pooler, RuleNumber rule) {
    return pooler.toBuilder()
        .type(PoolerType.REPLICA)
        .routingState(new RoutingState(RoutingRole.REPLICA, rule))
        .build();
  }

  private static Pooler promoted(Pooler pooler, RuleNumber rule) {
    boolean active = pooler.lifecycle().status().equals(LifecycleStatus.ACTIVE);
    return pooler.toBuilder()
        .type(PoolerType.PRIMARY)
        .servingStatus(ServingStatus.SERVING)
        .routingState(new RoutingState(RoutingRole.PRIMARY, rule))
        .lifecycle(
            active
                ? pooler.lifecycle()
                : new Lifecycle(LifecycleStatus.ACTIVE, "appointed primary", Instant.now()))
        .build();
  }

  private static ClusterException notFound(String message) {
    return new ClusterException(ClusterErrorCode.NOT_FOUND, message);
  }
}
