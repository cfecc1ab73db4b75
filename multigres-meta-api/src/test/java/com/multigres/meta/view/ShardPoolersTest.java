package com.multigres.meta.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Lifecycle;
import com.multigres.meta.model.component.LifecycleStatus;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.PoolerType;
import com.multigres.meta.model.component.RoutingRole;
import com.multigres.meta.model.component.RoutingState;
import com.multigres.meta.model.component.RuleNumber;
import com.multigres.meta.model.component.ServingStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardPoolersTest {

  private static Pooler pooler(String cell, String name) {
    return Pooler.builder(new ComponentId(ComponentType.POOLER, cell, name)).build();
  }

  private static Pooler in(RoutingRole role, Pooler pooler, long term, long subterm) {
    return pooler.toBuilder()
        .routingState(new RoutingState(role, new RuleNumber(term, subterm)))
        .build();
  }

  private static Pooler primary(String name, long term) {
    return in(RoutingRole.PRIMARY, pooler("a", name), term, 0);
  }

  private static Pooler replica(String cell, String name) {
    return in(RoutingRole.REPLICA, pooler(cell, name), 1, 0);
  }

  private static Pooler draining(Pooler pooler) {
    return pooler.toBuilder().servingStatus(ServingStatus.DRAINING).build();
  }

  private static Pooler at(LifecycleStatus status, Pooler pooler) {
    return pooler.toBuilder().lifecycle(new Lifecycle(status, "", Instant.EPOCH)).build();
  }

  private static ShardPoolers of(Pooler... poolers) {
    return ShardPoolers.of(List.of(poolers));
  }

  @Test
  void ofTwoPrimariesTheOneWithTheLaterRuleTakesTheWrites() {
    Pooler old = primary("old", 1);
    Pooler young = primary("young", 2);
    ShardPoolers poolers = of(young, old);
    assertThat(poolers.primary()).contains(young);
    assertThat(poolers.isContested()).isTrue();
  }

  @Test
  void whoWasDeposedTakesNoReadsEither() {
    Pooler old = primary("old", 1);
    ShardPoolers poolers = of(primary("young", 2), old, replica("a", "r"));
    assertThat(poolers.deposed()).containsExactly(old);
    assertThat(poolers.replicas()).containsExactly(replica("a", "r"));
  }

  @Test
  void theSubtermDecidesWithinATerm() {
    Pooler first = in(RoutingRole.PRIMARY, pooler("a", "z"), 3, 1);
    Pooler second = in(RoutingRole.PRIMARY, pooler("a", "b"), 3, 2);
    assertThat(of(first, second).primary()).contains(second);
  }

  @Test
  void aPrimaryThatStoppedServingIsNotReplacedByTheOneBeforeIt() {
    Pooler old = primary("old", 1);
    assertThat(of(old, draining(primary("young", 2))).primary()).isEmpty();
    assertThat(of(old, at(LifecycleStatus.SHUTDOWN, primary("young", 2))).primary()).isEmpty();
  }

  @Test
  void ofEquallyLatePrimariesOneThatServesGoesFirst() {
    Pooler serving = primary("a", 0);
    Pooler shutDown = at(LifecycleStatus.SHUTDOWN, primary("z", 0));
    assertThat(of(serving, shutDown).primary()).contains(serving);
    assertThat(of(shutDown, serving).primary()).contains(serving);
  }

  @Test
  void everybodyChoosesTheSameOfEquallyLatePrimaries() {
    Pooler one = primary("one", 1);
    Pooler two = primary("two", 1);
    assertThat(of(one, two).primary()).isEqualTo(of(two, one).primary()).isPresent();
  }

  @Test
  void aRecordWithoutARoutingRoleIsGoneByItsType() {
    Pooler primary = pooler("a", "p").toBuilder().type(PoolerType.PRIMARY).build();
    Pooler replica = pooler("a", "r").toBuilder().type(PoolerType.REPLICA).build();
    ShardPoolers poolers = of(primary, replica);
    assertThat(poolers.primary()).contains(primary);
    assertThat(poolers.replicas()).containsExactly(replica);
  }

  @Test
  void theRoutingRoleGoesBeforeTheType() {
    Pooler demoted = replica("a", "p").toBuilder().type(PoolerType.PRIMARY).build();
    ShardPoolers poolers = of(demoted);
    assertThat(poolers.primary()).isEmpty();
    assertThat(poolers.replicas()).containsExactly(demoted);
  }

  @Test
  void aClaimCountsAlthoughAReplicaKnowsALaterRule() {
    Pooler primary = primary("p", 1);
    Pooler replica = in(RoutingRole.REPLICA, pooler("b", "r"), 2, 0);
    assertThat(of(primary, replica).primary()).contains(primary);
  }

  @Test
  void whoTakesNoQueriesIsRegisteredAndNotRoutedTo() {
    Pooler draining = draining(replica("a", "d"));
    Pooler stopping = at(LifecycleStatus.STOPPING, replica("a", "s"));
    Pooler quarantined = at(LifecycleStatus.QUARANTINED, primary("q", 1));
    Pooler undecided = pooler("a", "u");
    Pooler fromTheFuture = in(new RoutingRole(99), pooler("a", "x"), 9, 0);
    ShardPoolers poolers = of(draining, stopping, quarantined, undecided, fromTheFuture);
    assertThat(poolers.inOrder()).isEmpty();
    assertThat(poolers.all()).hasSize(5);
  }

  @Test
  void thePrimaryComesFirstThenTheNearestCell() {
    Pooler far = replica("far", "1");
    Pooler other = replica("other", "1");
    Pooler near = replica("near", "1");
    Pooler own = replica("own", "2");
    Pooler primary = in(RoutingRole.PRIMARY, pooler("far", "0"), 1, 0);
    ShardPoolers poolers =
        ShardPoolers.of(
            List.of(far, own, primary, near, other), new CellOrder(List.of("own", "near")));
    assertThat(poolers.inOrder()).containsExactly(primary, own, near, far, other);
  }
}
