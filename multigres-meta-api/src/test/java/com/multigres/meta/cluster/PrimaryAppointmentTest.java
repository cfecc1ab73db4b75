package com.multigres.meta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.LifecycleStatus;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.PoolerType;
import com.multigres.meta.model.component.RoutingRole;
import com.multigres.meta.model.component.RuleNumber;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrimaryAppointmentTest {
  private static final ShardKey SHARD = CatalogCreation.HOME;
  private static final ComponentId RIVAL = new ComponentId(ComponentType.ORCHESTRATOR, "b", "o2");

  private final TestCluster cluster = new TestCluster();
  private final TestCluster.Client client = cluster.start();
  private final PrimaryAppointment appointment =
      new PrimaryAppointment(client.global, client.cells);

  @BeforeEach
  void initialise() {
    new ClusterInitializer(client.global, TestCluster.GLOBAL_ROOT)
        .initialise(TestCluster.spec("a", "b"));
  }

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  private Pooler register(String cell, String name) {
    Pooler pooler = TestCluster.pooler(cell, name, SHARD);
    client.cells.with(cell, topology -> topology.register(pooler));
    return pooler;
  }

  private static void assertRefused(ThrowingCallable call, ClusterErrorCode code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ClusterException.class, refused -> assertThat(refused.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @Test
  void theOnlyPoolerBecomesPrimaryAndItsRecordSaysSo() {
    Pooler pooler = register("a", "p1");
    Pooler primary = appointment.appointOnly(TestCluster.ORCH, SHARD);
    assertThat(primary.type()).isEqualTo(PoolerType.PRIMARY);
    assertThat(primary.routingState().role()).isEqualTo(RoutingRole.PRIMARY);
    assertThat(primary.routingState().rule()).isEqualTo(new RuleNumber(1, 0));
    assertThat(primary.lifecycle().status()).isEqualTo(LifecycleStatus.ACTIVE);
    assertThat(client.servers().primary(SHARD)).contains(primary);
    assertThat(primary.id()).isEqualTo(pooler.id());
  }

  @Test
  void appointingThePrimaryAgainChangesNothing() {
    register("a", "p1");
    Pooler first = appointment.appointOnly(TestCluster.ORCH, SHARD);
    assertThat(appointment.appointOnly(TestCluster.ORCH, SHARD)).isEqualTo(first);
  }

  @Test
  void amongSeveralSomebodyMustChoose() {
    register("a", "p1");
    Pooler second = register("b", "p2");
    assertRefused(
        () -> appointment.appointOnly(TestCluster.ORCH, SHARD),
        ClusterErrorCode.NOT_FOUND,
        "has 2 live poolers");
    appointment.appoint(TestCluster.ORCH, second.id());
    assertThat(appointment.appointOnly(TestCluster.ORCH, SHARD).id()).isEqualTo(second.id());
  }

  @Test
  void aShardWithAPrimaryGetsNoSecondOne() {
    Pooler first = register("a", "p1");
    Pooler second = register("b", "p2");
    appointment.appoint(TestCluster.ORCH, first.id());
    assertRefused(
        () -> appointment.appoint(TestCluster.ORCH, second.id()),
        ClusterErrorCode.HAS_PRIMARY,
        "has the primary multipooler-a-p1, so not multipooler-b-p2");
  }

  @Test
  void afterThePrimaryLeftAnotherIsAppointedWithALaterRule() {
    Pooler first = register("a", "p1");
    Pooler second = register("b", "p2");
    appointment.appoint(TestCluster.ORCH, first.id());
    client.cells.with("a", cell -> cell.signOff(first.id(), "stopped"));
    Pooler primary = appointment.appointOnly(TestCluster.ORCH, SHARD);
    assertThat(primary.id()).isEqualTo(second.id());
    assertThat(primary.routingState().rule()).isEqualTo(new RuleNumber(2, 0));
  }

  @Test
  void onlyTheOrchestratorThatHoldsTheClaimAppoints() {
    Pooler pooler = register("a", "p1");
    appointment.appoint(TestCluster.ORCH, pooler.id());
    assertRefused(
        () -> appointment.appoint(RIVAL, pooler.id()),
        ClusterErrorCode.CLAIMED,
        "is claimed by multiorch-a-o1, so multiorch-b-o2 must not");
  }

  @Test
  void ofManyOrchestratorsExactlyOneCreatesTheCatalog() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> rivals =
          IntStream.range(0, 8)
              .<Callable<Boolean>>mapToObj(number -> () -> creates(number))
              .toList();
      int winners = 0;
      for (Future<Boolean> result : threads.invokeAll(rivals)) {
        winners += result.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean creates(int number) {
    ComponentId rival = new ComponentId(ComponentType.ORCHESTRATOR, "a", "r" + number);
    try {
      new CatalogCreation(client.global, client.catalogs).create(rival, List.of());
      return true;
    } catch (ClusterException lost) {
      assertThat(lost.code()).isEqualTo(ClusterErrorCode.CLAIMED);
      return false;
    }
  }

  @Test
  void whatIsNotThereCannotBeAppointed() {
    ComponentId nobody = TestCluster.pooler("a", "nobody", SHARD).id();
    assertRefused(
        () -> appointment.appoint(TestCluster.ORCH, nobody),
        ClusterErrorCode.NOT_FOUND,
        "there is no pooler multipooler-a-nobody");
    assertRefused(
        () -> appointment.appointOnly(TestCluster.ORCH, SHARD),
        ClusterErrorCode.NOT_FOUND,
        "has 0 live poolers");
    Pooler homeless = Pooler.builder(nobody).build();
    client.cells.with("a", cell -> cell.register(homeless));
    assertRefused(
        () -> appointment.appoint(TestCluster.ORCH, nobody),
        ClusterErrorCode.NOT_FOUND,
        "names no shard");
  }

  @Test
  void nobodyIsAppointedWhileACellCannotBeAsked() {
    Pooler pooler = register("a", "p1");
    client.global.cells().put(new Cell("b", List.of(), ""));
    assertRefused(
        () -> appointment.appoint(TestCluster.ORCH, pooler.id()),
        ClusterErrorCode.UNREACHABLE,
        "[b]");
  }
}
