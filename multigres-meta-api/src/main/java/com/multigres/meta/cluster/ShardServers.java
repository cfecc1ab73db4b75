package com.multigres.meta.cluster;

import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.topology.cells.Discovery;
import com.multigres.meta.view.ShardPoolers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which poolers stand for which shard, as they registered themselves. Immutable.
 *
 * <p>A pooler is <em>live</em> unless it said that it shut down; it <em>serves</em> when it takes
 * queries and is neither going down nor kept away.
 */
public final class ShardServers {
  private final Map<ShardKey, List<Pooler>> byShard = new HashMap<>();
  private final boolean complete;

  private ShardServers(Collection<Pooler> poolers, boolean complete) {
    this.complete = complete;
    for (Pooler pooler : poolers) {
      pooler
          .shardKey()
          .ifPresent(key -> byShard.computeIfAbsent(key, any -> new ArrayList<>()).add(pooler));
    }
  }

  /**
   * Sorts poolers by shard.
   *
   * @param poolers the registered poolers of all cells
   * @return the poolers by shard
   */
  public static ShardServers of(Collection<Pooler> poolers) {
    return new ShardServers(poolers, true);
  }

  /**
   * Sorts poolers by shard, where there may be more: a cell could not be asked, or a record not be
   * read.
   *
   * @param poolers the registered poolers that were found
   * @return the poolers by shard; it never claims that a shard has none
   */
  public static ShardServers partly(Collection<Pooler> poolers) {
    return new ShardServers(poolers, false);
  }

  /**
   * The poolers of all cells.
   *
   * @param found what the cells answered
   * @return the poolers by shard
   */
  public static ShardServers of(Discovery<Pooler> found) {
    return new ShardServers(found.records(), found.isComplete());
  }

  /**
   * All poolers of a shard, also those that shut down.
   *
   * @param shard the shard, by external names
   * @return the poolers, in the order given
   */
  public List<Pooler> all(ShardKey shard) {
    return List.copyOf(byShard.getOrDefault(shard, List.of()));
  }

  /**
   * The poolers of a shard that did not shut down.
   *
   * @param shard the shard, by external names
   * @return the poolers, in the order given
   */
  public List<Pooler> live(ShardKey shard) {
    return all(shard).stream().filter(Pooler::isLive).toList();
  }

  /**
   * The poolers of a shard that take queries.
   *
   * @param shard the shard, by external names
   * @return the poolers, in the order given
   */
  public List<Pooler> serving(ShardKey shard) {
    return all(shard).stream().filter(Pooler::isServing).toList();
  }

  /**
   * The pooler that takes a shard's writes.
   *
   * @param shard the shard, by external names
   * @return the one that was appointed last, while it serves
   */
  public Optional<Pooler> primary(ShardKey shard) {
    return ShardPoolers.of(byShard.getOrDefault(shard, List.of())).primary();
  }

  /**
   * Whether a pooler takes a shard's queries, as far as can be known.
   *
   * @param shard the shard, by external names
   * @return false only when it is certain that there is none
   */
  public boolean mayServe(ShardKey shard) {
    return !complete || !serving(shard).isEmpty();
  }

  /**
   * Whether a live pooler stands for one of some shards, as far as can be known.
   *
   * @param shards which shards
   * @return false only when it is certain that there is none
   */
  public boolean mayBeLive(Predicate<ShardKey> shards) {
    return !complete
        || byShard.entrySet().stream()
            .anyMatch(
                entry ->
                    shards.test(entry.getKey())
                        && entry.getValue().stream().anyMatch(Pooler::isLive));
  }

  /**
   * The shards that poolers are registered for.
   *
   * @return the shards, by external names
   */
  public Set<ShardKey> shards() {
    return Set.copyOf(byShard.keySet());
  }
}
