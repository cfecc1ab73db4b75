package com.multigres.meta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.PoolerType;
import com.multigres.meta.model.component.RoutingRole;
import com.multigres.meta.model.component.RoutingState;
import com.multigres.meta.model.component.RuleNumber;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records of primaries go with their sessions and come back with them; terms stay. */
class PrimaryTermsTest {
  private static final ShardKey SHARD = CatalogCreation.HOME;

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

  private Pooler appear(Pooler pooler) {
    client.cells.with(pooler.id().cell(), cell -> cell.register(pooler));
    return pooler;
  }

  private Pooler appear(String cell, String name) {
    return appear(TestCluster.pooler(cell, name, SHARD));
  }

  private void vanish(Pooler pooler) {
    client.cells.with(pooler.id().cell(), cell -> cell.poolers().delete(pooler.id()));
  }

  private Pooler appoint(Pooler pooler) {
    return appointment.appoint(TestCluster.ORCH, pooler.id());
  }

  private Pooler stored(Pooler pooler) {
    return client
        .cells
        .with(pooler.id().cell(), cell -> cell.poolers().get(pooler.id()))
        .orElseThrow()
        .record();
  }

  private static RuleNumber term(long number) {
    return new RuleNumber(number, 0);
  }

  @Test
  void aTermThatWasGivenIsNeverGivenToAnother() {
    Pooler first = appoint(appear("a", "p1"));
    vanish(first);
    Pooler second = appoint(appear("b", "p2"));
    assertThat(first.routingState().rule()).isEqualTo(term(1));
    assertThat(second.routingState().rule()).isEqualTo(term(2));
  }

  @Test
  void aPrimaryThatComesBackIsTheShardsNoMoreAndIsDeposed() {
    Pooler first = appoint(appear("a", "p1"));
    vanish(first);
    Pooler second = appoint(appear("b", "p2"));

    appear(first);

    assertThat(client.servers().primary(SHARD)).contains(second);
    assertThat(appointment.appointOnly(TestCluster.ORCH, SHARD)).isEqualTo(second);
    assertThat(stored(first).type()).isEqualTo(PoolerType.REPLICA);
    assertThat(stored(first).routingState())
        .isEqualTo(new RoutingState(RoutingRole.REPLICA, term(2)));
  }

  @Test
  void aPrimaryThatComesBackAloneWithATermItLostIsAppointedInALaterOne() {
    Pooler first = appoint(appear("a", "p1"));
    vanish(first);
    vanish(appoint(appear("b", "p2")));
    appear(first);
    assertThat(appoint(first).routingState().rule()).isEqualTo(term(3));
  }

  @Test
  void anAppointmentThatWasNotWrittenIsRepeatedInItsTerm() {
    Pooler pooler = appear("a", "p1");
    appoint(pooler);
    vanish(pooler);
    appear(pooler);
    assertThat(appoint(pooler).routingState().rule()).isEqualTo(term(1));
  }
}
