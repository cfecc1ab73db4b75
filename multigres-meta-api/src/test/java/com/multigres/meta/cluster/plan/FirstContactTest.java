package com.multigres.meta.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where the merge base is missing or not to be trusted, the bridge only adds and reports. */
class FirstContactTest {

  private static PlanCase met() {
    return new PlanCase()
        .deleting()
        .neverApplied()
        .catalogHas("equal", 1, "x")
        .catalogHas("differs", 2, "x")
        .catalogHas("missing", 3, "x")
        .catalogDrops("dropped", 4, "x")
        .copyHas("equal", "x")
        .copyHas("differs", "y")
        .copyHas("dropped", "x")
        .copyHas("theirs", "z");
  }

  @Test
  void entriesAreOnlyAdded() {
    PlanCase plan = met();
    assertThat(plan.actions()).containsExactly("Add missing");
    assertThat(plan.findings())
        .containsExactly("UNCONFIRMED differs", "UNCONFIRMED dropped", "UNKNOWN_ENTRY theirs");
  }

  @Test
  void onlyWhatBothAgreeOnBecomesTheMergeBase() {
    assertThat(met().next().base())
        .containsOnlyKeys(EntryPath.of("equal"), EntryPath.of("missing"));
  }

  @Test
  void whatAPersonConfirmedIsDone() {
    PlanCase plan = met().policy(BridgePolicy.STANDARD.deleting(DeletionPolicy.DELETE).confirm());
    assertThat(plan.actions()).containsExactly("Update differs", "Remove dropped", "Add missing");
    assertThat(plan.findings()).containsExactly("UNKNOWN_ENTRY theirs");
  }

  @Test
  void aPersonMayInsistOnOneEntryAlone() {
    PlanCase plan =
        met()
            .policy(
                BridgePolicy.STANDARD
                    .deleting(DeletionPolicy.DELETE)
                    .insistOn(EntryPath.of("dropped")));
    assertThat(plan.actions()).containsExactly("Remove dropped", "Add missing");
  }

  @Test
  void aLostHistoryMakesTheMergeBaseWorthless() {
    PlanCase plan =
        new PlanCase()
            .deleting()
            .historyLost()
            .catalogHas("differs", 2, "x")
            .catalogDrops("dropped", 4, "x")
            .copyHas("differs", "y")
            .copyHas("dropped", "x")
            .copyHas("lost", "x")
            .agreedOn("differs", 2, "y")
            .agreedOn("dropped", 4, "x")
            .agreedOn("lost", 5, "x")
            .dropIsRecorded(5);
    assertThat(plan.actions()).containsExactly("NoteAgreement");
    assertThat(plan.findings())
        .containsExactly("UNCONFIRMED differs", "UNCONFIRMED dropped", "UNKNOWN_ENTRY lost");
    assertThat(plan.next().base()).isEmpty();
  }

  @Test
  void retainedEntriesSurviveALostHistory() {
    PlanCase plan = new PlanCase().historyLost().copyHas("old", "x").retains("old", 3);
    assertThat(plan.findings()).isEmpty();
    assertThat(plan.next().retained()).containsKey(EntryPath.of("old"));
  }
}
