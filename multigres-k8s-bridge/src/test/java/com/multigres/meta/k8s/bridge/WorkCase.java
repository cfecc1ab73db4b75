package com.multigres.meta.k8s.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.cluster.bridge.BridgeReport;
import com.multigres.meta.cluster.plan.DeletionPolicy;
import com.multigres.meta.k8s.catalog.Front;
import com.multigres.meta.k8s.lease.LeaseTimes;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.k8s.server.ApiSettings;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testservers.kubernetes.KubernetesServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The work of a bridge behind a front, which answers in the server's place now and then. */
final class WorkCase implements AutoCloseable {
  static final BridgeOptions OPTIONS =
      new BridgeOptions(
          "test",
          DeletionPolicy.RETAIN,
          Duration.ofMinutes(10),
          Duration.ofSeconds(20),
          LeaseTimes.STANDARD);

  final BridgeCase some;
  final Front front;
  final ClusterWork work;
  private final ApiServer behind;
  private final long token;
  private final Alone leadership;

  WorkCase(KubernetesServer kubernetes, BridgeCase some, long token) {
    this(kubernetes, some, token, new Gate(0, Gate.What.DIE_BEFORE));
  }

  /** The same with all three targets behind a gate. */
  WorkCase(KubernetesServer kubernetes, BridgeCase some, long token, Gate gate) {
    this.some = some;
    this.token = token;
    leadership = new Alone(token);
    front = new Front(kubernetes.url(), kubernetes.admin().certificate().orElseThrow());
    front.watchedBy(gate);
    behind =
        ApiServer.acquire(
            ApiSettings.of(
                Optional.empty(),
                Optional.empty(),
                Optional.of(front.url()),
                StoreOptions.defaults(),
                ApiSettings.CONNECT_TIMEOUT));
    BridgeParts parts =
        new BridgeParts(
            behind,
            some.clusters.namespace(),
            some.name,
            gate.before(some.catalogs),
            gate.before(some.global),
            () -> ShardServers.of(List.of()),
            PoolerNews.none());
    work = new ClusterWork(parts, OPTIONS);
  }

  BridgeReport run() {
    return work.run(token, leadership);
  }

  /** A condition as {@code status reason: message}. */
  static String condition(BridgeCase some, String type) {
    JsonNode status = some.clusters.read(some.name).path("status");
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("status").asText()
            + " "
            + condition.path("reason").asText()
            + ": "
            + condition.path("message").asText();
      }
    }
    return "";
  }

  String synced() {
    return condition(some, Conditions.SYNCED);
  }

  String events() {
    return some.send(ApiCall.get("api/v1/namespaces/" + some.clusters.namespace() + "/events"));
  }

  @Override
  public void close() {
    front.close();
    behind.release();
  }

  /** Its lease ran out, and it knows by its clock. */
  void depose() {
    leadership.holds = false;
  }

  /** Who is the only one, until he is deposed. */
  private static final class Alone implements Leadership {
    private final long number;
    private volatile boolean holds = true;

    private Alone(long number) {
      this.number = number;
    }

    @Override
    public OptionalLong token() {
      return holds ? OptionalLong.of(number) : OptionalLong.empty();
    }

    @Override
    public OptionalLong await(Duration longest) {
      return token();
    }
  }
}
