package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.PoolerType;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.etcd.EtcdExtension;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topology.CellTopology;
import com.multigres.meta.topology.TopoLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The bridge as a command, on a real API server, etcd and PostgreSQL. */
class BridgeCommandTest {
  @RegisterExtension static final PostgresExtension POSTGRES = PostgresExtension.shared();
  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.shared();
  @RegisterExtension static final KubernetesExtension KUBERNETES = KubernetesExtension.shared();

  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path folder;
  private final AtomicInteger databases = new AtomicInteger();
  private String topology = "";
  private BridgeStage stage;

  @BeforeEach
  void prepare() {
    topology = ETCD.freshRoot().uri() + "/global";
    stage =
        new BridgeStage(
            KUBERNETES.server(),
            KUBERNETES.freshNamespace().name(),
            POSTGRES.freshDatabase(),
            topology,
            folder);
  }

  @AfterEach
  void tidy() {
    stage.close();
  }

  private String fresh() {
    String name = "db" + databases.incrementAndGet();
    stage.apply(CreateDatabase.named(name));
    return name;
  }

  @Test
  void everyChangeIsWhereItBelongsWithinASecond() {
    String first = fresh();
    assertThat(stage.ask("plan").toString()).contains("\"Add\"").contains(first);
    assertThat(stage.listed()).as("a plan changes nothing").isEmpty();
    assertThat(stage.ask("confirm").at("/confirmed/generation").asInt())
        .isEqualTo((int) stage.catalogs.read().position().generation());
    stage.start();
    Patience.eventually().until(() -> stage.stands(first) && stage.isInStep());

    Patience.within(
        "a new database, from its commit to resource and topology",
        SECOND,
        () -> {
          String name = fresh();
          return Patience.taken(() -> Patience.eventually().until(() -> stage.stands(name)));
        });
    Patience.within(
        "a hand edit, from its commit until it is put back",
        SECOND,
        () -> {
          Patience.eventually().until(stage::isInStep);
          String last = stage.listed().get(stage.listed().size() - 1);
          stage.takeOutTheLast();
          return Patience.taken(() -> Patience.eventually().until(() -> stage.stands(last)));
        });
    Patience.within(
        "a shard, from its pooler's registration until it is ready",
        SECOND,
        () -> {
          String name = fresh();
          Patience.eventually().until(() -> stage.stands(name));
          register(name);
          return Patience.taken(() -> Patience.eventually().until(() -> isReady(name)));
        });
    stage.apply(new DropDatabase(first, false));
    Patience.eventually().until(() -> stage.catalogs.read().catalog().database(first).isEmpty());
    assertThat(stage.listed()).as("retained").contains(first);
    assertThat(stage.ask("release", first).path("released").asText()).isEqualTo(first);
    Patience.eventually().until(() -> !stage.listed().contains(first));
    assertThat(stage.said()).contains("Add " + first + " in the resource");
  }

  private void register(String database) {
    ComponentId id = new ComponentId(ComponentType.POOLER, "cell1", "of-" + database);
    Pooler primary =
        Pooler.builder(id)
            .shardKey(new ShardKey(database, "default", "0-inf"))
            .hostname("pooler.example")
            .port("grpc", 1)
            .type(PoolerType.PRIMARY)
            .build();
    try (TopoStore store = TopoStores.open(topology.replaceFirst("/global$", "/cell1"))) {
      CellTopology.of("cell1", store, TopoLayout.CANONICAL).poolers().create(primary);
    }
  }

  private boolean isReady(String database) {
    return stage
        .catalogs
        .read()
        .catalog()
        .tableGroup(database, "default")
        .map(group -> group.shards().get(0).state() == ShardState.READY)
        .orElse(false);
  }
}
