package com.multigres.meta.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Pooler;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where no bridge serves the cluster, a dropped entry waits for the last of its poolers. */
class DeleteUnservedTest {
  private static final BridgePolicy POLICY =
      BridgePolicy.STANDARD.deleting(DeletionPolicy.DELETE_UNSERVED);

  private static PlanCase dropped() {
    return new PlanCase()
        .copyHas("db1", "x")
        .agreedOn("db1", 4, "x")
        .catalogDrops("db1", 4, "x")
        .policy(POLICY);
  }

  private static Pooler poolerOf(String database) {
    return Pooler.builder(new ComponentId(ComponentType.POOLER, "a", "p"))
        .shardKey(new ShardKey(database, "default", "0-inf"))
        .build();
  }

  @Test
  void anEntryThatNobodyServesIsRemoved() {
    assertThat(dropped().actions()).containsExactly("Remove db1");
  }

  @Test
  void anEntryThatAPoolerServesStays() {
    PlanCase plan = dropped().servers(ShardServers.of(List.of(poolerOf("db1"))));

    assertThat(plan.actions()).isEmpty();
    assertThat(plan.findings()).containsExactly("STILL_SERVED db1");
  }

  @Test
  void thePoolerOfAnotherDatabaseDoesNotKeepIt() {
    PlanCase plan = dropped().servers(ShardServers.of(List.of(poolerOf("db2"))));

    assertThat(plan.actions()).containsExactly("Remove db1");
  }

  @Test
  void anEntryStaysWhereNotEveryCellAnswered() {
    PlanCase plan = dropped().servers(ShardServers.partly(List.of()));

    assertThat(plan.findings()).containsExactly("STILL_SERVED db1");
  }

  @Test
  void aServedEntryIsRemovedWhereAPersonInsists() {
    PlanCase plan =
        dropped()
            .servers(ShardServers.of(List.of(poolerOf("db1"))))
            .policy(POLICY.insistOn(EntryPath.of("db1")));

    assertThat(plan.actions()).containsExactly("Remove db1");
  }
}
