package com.multigres.meta.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A retained entry is no drift, and blocks its name until a person decides. */
class RetentionTest {
  private static final EntryPath DB1 = EntryPath.of("db1");

  @Test
  void aRetainedEntryIsNotSpokenOfAgain() {
    PlanCase plan = new PlanCase().deleting().copyHas("db1", "x").retains("db1", 7);
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.findings()).isEmpty();
  }

  @Test
  void aNewDatabaseOfThatNameIsNotAccepted() {
    PlanCase plan = new PlanCase().catalogHas("db1", 8, "x").copyHas("db1", "x").retains("db1", 7);
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.findings()).containsExactly("NOT_ACCEPTED db1");
  }

  @Test
  void aPersonLetsTheNewDatabaseAdoptIt() {
    PlanCase plan =
        new PlanCase()
            .policy(BridgePolicy.STANDARD.adopting(DB1))
            .catalogHas("db1", 8, "new")
            .copyHas("db1", "old")
            .retains("db1", 7);
    assertThat(plan.actions()).containsExactly("EndRetention db1", "Update db1");
    assertThat(plan.next().retained()).isEmpty();
    assertThat(plan.next().base().get(DB1)).isEqualTo(new AppliedState.BaseEntry(8, "db1", "new"));
  }

  @Test
  void aPersonReleasesIt() {
    PlanCase plan =
        new PlanCase()
            .policy(BridgePolicy.STANDARD.releasing(DB1))
            .catalogHas("db1", 8, "new")
            .copyHas("db1", "old")
            .retains("db1", 7);
    assertThat(plan.actions()).containsExactly("Remove db1");
    assertThat(plan.next().retained()).isEmpty();
    assertThat(plan.next().base()).isEmpty();
  }

  @Test
  void aRetainedEntryThatIsGoneFreesItsName() {
    PlanCase plan = new PlanCase().catalogHas("db1", 8, "x").retains("db1", 7);
    assertThat(plan.actions()).containsExactly("EndRetention db1", "Add db1");
    assertThat(plan.next().retained()).isEmpty();
  }

  @Test
  void aDatabaseThatComesBackWithALostHistoryTakesItsEntryBack() {
    PlanCase plan =
        new PlanCase()
            .historyLost()
            .catalogHas("db1", 7, "x")
            .copyHas("db1", "x")
            .retains("db1", 7);
    assertThat(plan.actions()).containsExactly("EndRetention db1");
  }
}
