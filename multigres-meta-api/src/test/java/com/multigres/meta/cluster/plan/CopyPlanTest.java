package com.multigres.meta.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.cluster.plan.AppliedState.BaseEntry;
import com.multigres.meta.cluster.plan.BridgeAction.Update;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The catalog is carried into a copy that the bridge keeps. */
class CopyPlanTest {

  @Test
  void whatTheCopyLacksIsAdded() {
    PlanCase plan = new PlanCase().catalogHas("db1", 7, "x");
    assertThat(plan.actions()).containsExactly("Add db1");
    assertThat(plan.next().base()).containsEntry(EntryPath.of("db1"), new BaseEntry(7, "db1", "x"));
  }

  @Test
  void nothingIsDoneWhereBothAgree() {
    PlanCase plan =
        new PlanCase().catalogHas("db1", 7, "x").copyHas("db1", "x").agreedOn("db1", 7, "x");
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.findings()).isEmpty();
  }

  @Test
  void agreementThatIsNotWrittenDownIsNoted() {
    PlanCase plan = new PlanCase().catalogHas("db1", 7, "x").copyHas("db1", "x");
    assertThat(plan.actions()).containsExactly("NoteAgreement");
    assertThat(plan.next().base()).containsOnlyKeys(EntryPath.of("db1"));
  }

  @Test
  void aChangeOfTheCatalogReplacesWhatBothAgreedOn() {
    PlanCase plan =
        new PlanCase().catalogHas("db1", 7, "new").copyHas("db1", "old").agreedOn("db1", 7, "old");
    assertThat(plan.plan().actions())
        .containsExactly(
            new Update(Place.TOPOLOGY, EntryPath.of("db1"), "old", "new", "the catalog changed"));
  }

  @Test
  void anEditByHandIsPutBack() {
    PlanCase plan =
        new PlanCase().catalogHas("db1", 7, "x").copyHas("db1", "edited").agreedOn("db1", 7, "x");
    assertThat(plan.plan().actions())
        .containsExactly(
            new Update(
                Place.TOPOLOGY,
                EntryPath.of("db1"),
                "edited",
                "x",
                "edited by hand; the catalog decides"));
  }

  @Test
  void anEntryRemovedByHandComesBack() {
    PlanCase plan = new PlanCase().catalogHas("db1", 7, "x").agreedOn("db1", 7, "x");
    assertThat(plan.actions()).containsExactly("Add db1");
    assertThat(plan.plan().actions().get(0).reason()).contains("somebody removed it");
  }

  @Test
  void whatADroppedDatabaseNeverHadIsNotMade() {
    assertThat(new PlanCase().catalogDrops("db1", 7, "x").actions()).isEmpty();
  }

  @Test
  void anOperatorThatPrunesWritesAloneAndIsWatched() {
    PlanCase plan =
        new PlanCase()
            .scope(WriteScope.beside(true, true, Set.of()))
            .neverApplied()
            .catalogHas("db1", 7, "x")
            .catalogHas("db2", 8, "y")
            .copyHas("db2", "other")
            .copyHas("db3", "z");
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.findings()).containsExactly("NOT_OURS db1", "NOT_OURS db2", "NOT_OURS db3");
  }

  @Test
  void besideAnOperatorThatDoesNotPruneOnlyWhatTheResourceLacksIsWritten() {
    PlanCase plan =
        new PlanCase()
            .scope(WriteScope.beside(true, false, Set.of(EntryPath.of("db1"))))
            .catalogHas("db1", 7, "x")
            .catalogHas("db2", 8, "y");
    assertThat(plan.actions()).containsExactly("Add db2");
    assertThat(plan.findings()).containsExactly("NOT_OURS db1");
    assertThat(plan.next().base()).containsOnlyKeys(EntryPath.of("db2"));
  }

  @Test
  void whereNoOperatorRunsAllIsWritten() {
    assertThat(WriteScope.beside(false, true, Set.of(EntryPath.of("db1"))))
        .isEqualTo(new WriteScope.All());
  }
}
