package com.multigres.meta.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Absence is never a drop: an entry leaves a copy only for a recorded drop. */
class AbsenceTest {

  @ParameterizedTest
  @EnumSource(DeletionPolicy.class)
  void aStrangersEntryStays(DeletionPolicy deletion) {
    PlanCase plan =
        new PlanCase().policy(BridgePolicy.STANDARD.deleting(deletion)).copyHas("theirs", "x");
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.findings()).containsExactly("UNKNOWN_ENTRY theirs");
  }

  @Test
  void aStrangersEntryStaysEvenWhenAllIsConfirmed() {
    PlanCase plan =
        new PlanCase()
            .policy(BridgePolicy.STANDARD.deleting(DeletionPolicy.DELETE).confirm())
            .copyHas("theirs", "x");
    assertThat(plan.actions()).isEmpty();
  }

  @Test
  void anEntryThatTheCatalogLostWithoutARecordStays() {
    PlanCase plan = new PlanCase().deleting().copyHas("db1", "x").agreedOn("db1", 7, "x");
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.findings()).containsExactly("UNRECORDED_ABSENCE db1");
    assertThat(plan.next().base()).containsKey(EntryPath.of("db1"));
  }

  @Test
  void aRecordedDropLeavesUnderDelete() {
    PlanCase plan =
        new PlanCase().deleting().copyHas("db1", "x").agreedOn("db1", 7, "x").dropIsRecorded(7);
    assertThat(plan.actions()).containsExactly("Remove db1");
    assertThat(plan.next().base()).isEmpty();
  }

  @Test
  void aRecordedDropIsRetainedUnderRetain() {
    PlanCase plan = new PlanCase().copyHas("db1", "x").agreedOn("db1", 7, "x").dropIsRecorded(7);
    assertThat(plan.actions()).containsExactly("Retain db1");
    assertThat(plan.next().retained()).containsKey(EntryPath.of("db1"));
    assertThat(plan.next().base()).isEmpty();
  }

  @Test
  void aDatabaseThatIsBeingDroppedCountsAsRecorded() {
    PlanCase plan =
        new PlanCase()
            .deleting()
            .catalogDrops("db1", 7, "x")
            .copyHas("db1", "x")
            .agreedOn("db1", 7, "x");
    assertThat(plan.actions()).containsExactly("Remove db1");
  }

  @Test
  void theDropOfAnotherDatabaseOfThatNameDoesNotCount() {
    PlanCase plan =
        new PlanCase()
            .deleting()
            .catalogDrops("db1", 8, "x")
            .copyHas("db1", "x")
            .agreedOn("db1", 7, "x");
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.findings()).containsExactly("UNRECORDED_ABSENCE db1");
  }

  @Test
  void theEntryOfAnEarlierDatabaseIsNotTakenForThatOfANewOne() {
    PlanCase equal =
        new PlanCase().catalogHas("db1", 8, "x").copyHas("db1", "x").agreedOn("db1", 7, "x");
    assertThat(equal.actions()).isEmpty();
    assertThat(equal.findings()).containsExactly("UNRECORDED_ABSENCE db1");
    assertThat(equal.dropIsRecorded(7).actions()).containsExactly("Retain db1");
    assertThat(equal.deleting().actions()).containsExactly("Remove db1");
  }

  @Test
  void anEntryEditedByHandAndThenDroppedLeavesAllTheSame() {
    PlanCase plan =
        new PlanCase()
            .deleting()
            .catalogDrops("db1", 7, "x")
            .copyHas("db1", "edited")
            .agreedOn("db1", 7, "x");
    assertThat(plan.actions()).containsExactly("Remove db1");
  }
}
