package com.multigres.meta.cli;

import com.multigres.meta.cluster.bridge.BridgeReport;
import com.multigres.meta.k8s.bridge.ClusterBridge;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.SetAuthority;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topology.Entry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;

/** A cluster in which there is something to do, whose leader will stand still at it. */
final class StoppedCluster implements AutoCloseable {
  private static final String DATABASE = "db1";
  // Longer than any pause of a busy machine.
  private static final Duration LONG_LEASE = Duration.ofMinutes(1);
  private static final int RESTING = 2;

  private final BridgeStage stage;
  private final AtomicInteger idleRuns = new AtomicInteger();
  private Optional<ClusterBridge> successor = Optional.empty();

  private StoppedCluster(BridgeStage stage) {
    this.stage = stage;
  }

  /** One in whose resource, or where the catalog decides in which, a database is new. */
  static StoppedCluster prepare(BridgeStage stage, Authority authority) {
    StoppedCluster cluster = new StoppedCluster(stage);
    if (authority == Authority.CATALOG) {
      stage.apply(CreateDatabase.named(DATABASE));
      return cluster;
    }
    ClusterBridge before = cluster.bridge("before");
    try {
      cluster.awaitRest();
      stage.apply(new SetAuthority(authority));
      cluster.awaitRest();
    } finally {
      before.close();
    }
    stage.send(
        ApiCall.patch(
            stage.path() + "?fieldManager=kubectl-edit",
            "application/json-patch+json",
            "[{\"op\":\"add\",\"path\":\"/spec/databases/-\",\"value\":{\"name\":\"db1\"}}]"));
    return cluster;
  }

  private ClusterBridge bridge(String candidate) {
    return ClusterBridge.start(
        stage.parts(), LeadingBridges.options(candidate, LONG_LEASE), this::ran);
  }

  private void ran(BridgeReport report) {
    idleRuns.updateAndGet(runs -> report.done().isEmpty() ? runs + 1 : 0);
  }

  /** Nothing is left to do, and the resource says so. */
  private void awaitRest() {
    String position = stage.catalogs.read().position().toString();
    patiently()
        .until(() -> stage.synced().startsWith("True InSync") && stage.synced().contains(position));
    int before = idleRuns.get();
    patiently().until(() -> idleRuns.get() >= Math.max(before, 1) + RESTING);
  }

  private static ConditionFactory patiently() {
    return Patience.eventually().atMost(Patience.longest().multipliedBy(4));
  }

  /** Lets another replica take the lead when the lease has run out, and do what is to be done. */
  void takeOver() {
    successor = Optional.of(bridge("second"));
    patiently().until(() -> stage.stands(DATABASE) && isInCatalog());
    awaitRest();
  }

  private boolean isInCatalog() {
    return stage.catalogs.read().catalog().database(DATABASE).isPresent();
  }

  /** All that stands in the three targets, versions included. */
  String everything() {
    return String.join(
        "\n",
        stage.send(ApiCall.get(stage.path())),
        stage.send(
            ApiCall.get(
                "api/v1/namespaces/%s/configmaps/%s-multigres-meta"
                    .formatted(stage.namespace, BridgeStage.NAME))),
        versions(stage.store.read(stage.global.layout().databasesSideNode()).stream()),
        versions(stage.global.databases().list().entries().stream().map(Entry::node)),
        stage.catalogs.read().position().toString());
  }

  private static String versions(Stream<Node> nodes) {
    return nodes.map(node -> node.path() + " " + node.version()).collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    successor.ifPresent(ClusterBridge::close);
    stage.close();
  }
}
