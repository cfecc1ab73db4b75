package com.multigres.meta.model.component;

import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.ShardKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A pooler, as it describes itself.
 *
 * @param id who it is; of type {@link ComponentType#POOLER}
 * @param shardKey the shard it serves; empty while it has none
 * @param keyRange the keys of that shard; the whole space when the record does not say
 * @param type the part it plays for the shard
 * @param servingStatus whether it takes queries
 * @param hostname where it listens; may be empty
 * @param ports port numbers by name, 0 to 65535, order kept
 * @param poolerDir its own directory on its host; may be empty
 * @param pgDataDir the data directory of its Postgres; may be empty
 * @param lifecycle where its process stands
 * @param routingState what the gateways may route to it
 */
public record Pooler(
    ComponentId id,
    Optional<ShardKey> shardKey,
    KeyRange keyRange,
    PoolerType type,
    ServingStatus servingStatus,
    String hostname,
    Map<String, Integer> ports,
    String poolerDir,
    String pgDataDir,
    Lifecycle lifecycle,
    RoutingState routingState)
    implements Component {
  private static final Set<LifecycleStatus> NOT_SERVING =
      Set.of(LifecycleStatus.STOPPING, LifecycleStatus.SHUTDOWN, LifecycleStatus.QUARANTINED);

  /**
   * Makes a pooler; {@link #builder} reads better.
   *
   * @throws IllegalArgumentException when the id is not a pooler's, or a port is out of range
   */
  public Pooler {
    id.require(ComponentType.POOLER);
    ports = Ports.copyOf(ports);
  }

  /**
   * Starts a pooler that has nothing but an id.
   *
   * @param id who it is
   * @return a builder with the neutral value in every other field
   */
  public static PoolerBuilder builder(ComponentId id) {
    return new PoolerBuilder(id);
  }

  /**
   * Whether it did not shut down.
   *
   * @return false once its record says that it shut down
   */
  public boolean isLive() {
    return !lifecycle.status().equals(LifecycleStatus.SHUTDOWN);
  }

  /**
   * Whether it takes queries: it says so, and is neither going down nor kept away.
   *
   * @return true when its record says so
   */
  public boolean isServing() {
    return servingStatus.equals(ServingStatus.SERVING) && !NOT_SERVING.contains(lifecycle.status());
  }

  /**
   * Starts from this pooler, to change some of it.
   *
   * @return a builder with this pooler's values
   */
  public PoolerBuilder toBuilder() {
    return new PoolerBuilder(this);
  }
}
