package com.multigres.meta.model.component;

import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.ShardKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Puts a {@link Pooler} together, field by field. Not safe for several threads. */
public final class PoolerBuilder {
  private final ComponentId id;
  private Optional<ShardKey> shardKey = Optional.empty();
  private Map<String, Integer> ports = new LinkedHashMap<>();
  private KeyRange keyRange = KeyRange.full();
  private PoolerType type = PoolerType.UNKNOWN;
  private ServingStatus servingStatus = ServingStatus.SERVING;
  private String hostname = "";
  private String poolerDir = "";
  private String pgDataDir = "";
  private Lifecycle lifecycle = Lifecycle.NONE;
  private RoutingState routingState = RoutingState.NONE;

  PoolerBuilder(ComponentId id) {
    this.id = id;
  }

  PoolerBuilder(Pooler pooler) {
    this(pooler.id());
    shardKey = pooler.shardKey();
    ports.putAll(pooler.ports());
    keyRange = pooler.keyRange();
    type = pooler.type();
    servingStatus = pooler.servingStatus();
    hostname = pooler.hostname();
    poolerDir = pooler.poolerDir();
    pgDataDir = pooler.pgDataDir();
    lifecycle = pooler.lifecycle();
    routingState = pooler.routingState();
  }

  /**
   * Sets the shard that it serves.
   *
   * @param value the shard
   * @return this builder
   */
  public PoolerBuilder shardKey(ShardKey value) {
    shardKey = Optional.of(value);
    return this;
  }

  /**
   * Adds a port, or changes one in its place.
   *
   * @param name what listens there, for instance {@code grpc}
   * @param number 0 to 65535
   * @return this builder
   */
  public PoolerBuilder port(String name, int number) {
    ports.put(name, number);
    return this;
  }

  /**
   * Sets all ports.
   *
   * @param value port numbers by name; the order is kept
   * @return this builder
   */
  public PoolerBuilder ports(Map<String, Integer> value) {
    ports = new LinkedHashMap<>(value);
    return this;
  }

  /**
   * Sets the keys of its shard.
   *
   * @param value the new value
   * @return this builder
   */
  public PoolerBuilder keyRange(KeyRange value) {
    keyRange = value;
    return this;
  }

  /**
   * Sets the part it plays for the shard.
   *
   * @param value the new value
   * @return this builder
   */
  public PoolerBuilder type(PoolerType value) {
    type = value;
    return this;
  }

  /**
   * Sets whether it takes queries.
   *
   * @param value the new value
   * @return this builder
   */
  public PoolerBuilder servingStatus(ServingStatus value) {
    servingStatus = value;
    return this;
  }

  /**
   * Sets where it listens.
   *
   * @param value the new value
   * @return this builder
   */
  public PoolerBuilder hostname(String value) {
    hostname = value;
    return this;
  }

  /**
   * Sets its own directory on its host.
   *
   * @param value the new value
   * @return this builder
   */
  public PoolerBuilder poolerDir(String value) {
    poolerDir = value;
    return this;
  }

  /**
   * Sets the data directory of its Postgres.
   *
   * @param value the new value
   * @return this builder
   */
  public PoolerBuilder pgDataDir(String value) {
    pgDataDir = value;
    return this;
  }

  /**
   * Sets where its process stands.
   *
   * @param value the new value
   * @return this builder
   */
  public PoolerBuilder lifecycle(Lifecycle value) {
    lifecycle = value;
    return this;
  }

  /**
   * Sets what the gateways may route to it.
   *
   * @param value the new value
   * @return this builder
   */
  public PoolerBuilder routingState(RoutingState value) {
    routingState = value;
    return this;
  }

  /**
   * Makes the pooler.
   *
   * @return the pooler
   * @throws IllegalArgumentException when the id is not a pooler's, or a port is out of range
   */
  public Pooler build() {
    return new Pooler(
        id,
        shardKey,
        keyRange,
        type,
        servingStatus,
        hostname,
        ports,
        poolerDir,
        pgDataDir,
        lifecycle,
        routingState);
  }
}
