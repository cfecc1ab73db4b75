package com.multigres.meta.cluster;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.cluster.TestCluster.Client;
import com.multigres.meta.cluster.bridge.BridgeSettings;
import com.multigres.meta.cluster.bridge.TopologyTarget;
import com.multigres.meta.cluster.plan.BridgePolicy;
import com.multigres.meta.cluster.plan.DeletionPolicy;
import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.TableName;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Gateway;
import com.multigres.meta.model.component.Orchestrator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The whole life of a cluster as commands, each of which may be given again after a crash. */
final class ClusterStory {
  static final ShardKey DB1 = new ShardKey("db1", "default", "0-inf");
  static final ShardKey LOW = new ShardKey("db1", "tg1", "0-8");
  static final ShardKey HIGH = new ShardKey("db1", "tg1", "8-inf");
  static final ShardKey MIDDLE = new ShardKey("db1", "tg1", "8-c");
  static final ShardKey TOP = new ShardKey("db1", "tg1", "c-inf");

  static final List<Consumer<Client>> COMMANDS =
      List.of(
          ClusterStory::initialise,
          ClusterStory::startComponents,
          ClusterStory::createCatalog,
          client -> primary(client, "p0", CatalogCreation.HOME),
          ClusterStory::bridge,
          client -> operations(client).createDatabase(id("db1"), "db1"),
          ClusterStory::bridge,
          client -> primary(client, "p1", DB1),
          ClusterStory::bridge,
          client ->
              operations(client).createTableGroup(id("tg1"), "db1", "tg1", List.of("0-8", "8-inf")),
          client -> operations(client).placeTable(id("t"), "db1", TableName.of("t"), "tg1"),
          client -> primary(client, "p2", LOW),
          client -> primary(client, "p3", HIGH),
          client -> operations(client).settle(client.servers()),
          client ->
              operations(client).split(id("split"), "db1", "tg1", "8-inf", List.of("8-c", "c-inf")),
          client -> primary(client, "p4", MIDDLE),
          client -> primary(client, "p5", TOP),
          client -> operations(client).settle(client.servers()),
          client ->
              operations(client).switchOver(id("switch"), "db1", "tg1", List.of("8-c", "c-inf")),
          client -> operations(client).settle(client.servers()),
          client -> signOff(client, "p3"),
          client -> operations(client).settle(client.servers()));

  static final List<Consumer<Client>> DROP =
      List.of(
          client -> signOff(client, "p1"),
          client -> signOff(client, "p2"),
          client -> signOff(client, "p4"),
          client -> signOff(client, "p5"),
          ClusterStory::drop);

  /** A bridge retains the record of a dropped database, and lets the next of that name adopt it. */
  static final List<Consumer<Client>> LED_BY_A_BRIDGE =
      List.of(
          ClusterStory::initialise,
          ClusterStory::startComponents,
          ClusterStory::createCatalog,
          client -> lead(client, 1, BridgePolicy.STANDARD),
          client -> operations(client).createDatabase(id("db1"), "db1"),
          client -> lead(client, 1, BridgePolicy.STANDARD),
          client ->
              client.catalogs.apply(
                  List.of(new DropDatabase("db1", false)), ApplyOptions.as(id("d").step("d"))),
          client -> lead(client, 2, BridgePolicy.STANDARD),
          client -> operations(client).createDatabase(id("anew"), "db1"),
          client -> lead(client, 2, BridgePolicy.STANDARD.adopting(EntryPath.of("db1"))),
          client ->
              client.catalogs.apply(
                  List.of(new DropDatabase("db1", false)), ApplyOptions.as(id("e").step("d"))),
          client -> lead(client, 3, BridgePolicy.STANDARD.deleting(DeletionPolicy.DELETE)));

  private ClusterStory() {}

  private static void lead(Client client, long token, BridgePolicy policy) {
    client.bridge(BridgeSettings.STANDARD.with(policy).leading(token)).runOnce();
  }

  private static void initialise(Client client) {
    new ClusterInitializer(client.global, TestCluster.GLOBAL_ROOT)
        .initialise(TestCluster.spec("a", "b"));
  }

  private static void startComponents(Client client) {
    ComponentId gateway = new ComponentId(ComponentType.GATEWAY, "a", "g1");
    client.cells.with(
        "a",
        cell -> {
          cell.register(new Orchestrator(TestCluster.ORCH, "o1.example", Map.of("grpc", 2)));
          cell.register(new Gateway(gateway, "g1.example", Map.of("postgres", 3), 0));
          return cell.register(TestCluster.pooler("a", "p0", CatalogCreation.HOME));
        });
  }

  private static void createCatalog(Client client) {
    ComponentId pooler = TestCluster.pooler("a", "p0", CatalogCreation.HOME).id();
    new CatalogCreation(client.global, client.catalogs).create(TestCluster.ORCH, List.of(pooler));
  }

  private static void bridge(Client client) {
    client.bridge(BridgeSettings.STANDARD).runOnce();
  }

  /** A pooler comes up for a shard in cell b, unless it is there, and is made its primary. */
  static void primary(Client client, String name, ShardKey shard) {
    if (!name.equals("p0")) {
      client.cells.with(
          "b",
          cell -> {
            ComponentId id = TestCluster.pooler("b", name, shard).id();
            return cell.poolers().get(id).isPresent()
                ? id
                : cell.register(TestCluster.pooler("b", name, shard)).entry().record().id();
          });
    }
    new PrimaryAppointment(client.global, client.cells).appointOnly(TestCluster.ORCH, shard);
  }

  static void signOff(Client client, String name) {
    client.cells.with("b", cell -> cell.signOff(TestCluster.pooler("b", name, DB1).id(), "gone"));
  }

  private static void drop(Client client) {
    new DatabaseDrop(client.catalogs, List.of(TopologyTarget.of(client.global)), client::servers)
        .drop(id("drop"), "db1", false, false);
  }

  static CatalogOperations operations(Client client) {
    return new CatalogOperations(client.catalogs);
  }

  private static OperationId id(String name) {
    return new OperationId("story-" + name);
  }
}
