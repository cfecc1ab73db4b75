package com.multigres.meta.view;

import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.PoolerType;
import com.multigres.meta.model.component.RoutingRole;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The poolers of one shard, and who of them takes which queries. Immutable.
 *
 * <p>A pooler <em>claims</em> to be the primary when its routing state says so, or, where that says
 * nothing, its type. Of several claimants the one with the latest rule is the primary, if it
 * serves; where it does not there is none, and nobody who was appointed before it takes its place.
 * Of equally late claimants one that serves goes first, then the order of ids decides, so that
 * everybody who knows the same poolers chooses the same one.
 *
 * <p>A claim counts although another pooler knows a later rule: its record may be late, and nobody
 * else claims.
 *
 * @param all everybody who is registered for the shard, also those that serve nothing, by cell and
 *     name
 * @param primary who takes writes; empty while nobody does
 * @param replicas who else takes reads, nearest cell first
 * @param deposed who claims to be the primary and is not: nothing is routed there, because its data
 *     may have gone another way
 */
public record ShardPoolers(
    List<Pooler> all, Optional<Pooler> primary, List<Pooler> replicas, List<Pooler> deposed) {
  /** The poolers of a shard that nobody is registered for. */
  public static final ShardPoolers NONE =
      new ShardPoolers(List.of(), Optional.empty(), List.of(), List.of());

  private static final Comparator<Pooler> BY_APPOINTMENT =
      Comparator.comparing((Pooler pooler) -> pooler.routingState().rule())
          .thenComparing(Pooler::isServing)
          .thenComparing(ShardPoolers::byId);

  /** Makes poolers of a shard with copies of the lists. */
  public ShardPoolers {
    all = List.copyOf(all);
    replicas = List.copyOf(replicas);
    deposed = List.copyOf(deposed);
  }

  /**
   * Sorts the poolers of one shard; no cell is nearer than another.
   *
   * @param poolers everybody who is registered for the shard
   * @return who of them takes which queries
   */
  public static ShardPoolers of(Collection<Pooler> poolers) {
    return of(poolers, CellOrder.NONE);
  }

  static ShardPoolers of(Collection<Pooler> poolers, CellOrder order) {
    List<Pooler> all = new ArrayList<>(poolers);
    all.sort(ShardPoolers::byId);
    List<Pooler> deposed = new ArrayList<>(1);
    List<Pooler> replicas = new ArrayList<>(all.size());
    Pooler latest = null;
    for (Pooler pooler : all) {
      if (claimsPrimary(pooler)) {
        boolean later = latest == null || BY_APPOINTMENT.compare(pooler, latest) > 0;
        Pooler earlier = later ? latest : pooler;
        latest = later ? pooler : latest;
        if (earlier != null) {
          deposed.add(earlier);
        }
      } else if (isReplica(pooler) && pooler.isServing()) {
        replicas.add(pooler);
      }
    }
    if (replicas.size() > 1) {
      replicas.sort(order.nearestFirst());
    }
    Optional<Pooler> primary =
        latest != null && latest.isServing() ? Optional.of(latest) : Optional.empty();
    return new ShardPoolers(all, primary, replicas, deposed);
  }

  private static int byId(Pooler left, Pooler right) {
    int order = left.id().cell().compareTo(right.id().cell());
    return order != 0 ? order : left.id().name().compareTo(right.id().name());
  }

  private static boolean claimsPrimary(Pooler pooler) {
    return says(pooler, RoutingRole.PRIMARY, PoolerType.PRIMARY);
  }

  private static boolean isReplica(Pooler pooler) {
    return says(pooler, RoutingRole.REPLICA, PoolerType.REPLICA);
  }

  private static boolean says(Pooler pooler, RoutingRole role, PoolerType type) {
    RoutingRole said = pooler.routingState().role();
    return said.equals(RoutingRole.UNKNOWN) ? pooler.type().equals(type) : said.equals(role);
  }

  /**
   * Whether more than one pooler claims to be the primary.
   *
   * @return true when at least one claimant is deposed
   */
  public boolean isContested() {
    return !deposed.isEmpty();
  }

  /**
   * Everybody that queries go to.
   *
   * @return the primary, if there is one, then the replicas
   */
  public List<Pooler> inOrder() {
    List<Pooler> order = new ArrayList<>(replicas.size() + 1);
    primary.ifPresent(order::add);
    order.addAll(replicas);
    return List.copyOf(order);
  }
}
