package com.multigres.meta.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plan removes at most three entries, or a third of them, without a person. */
class RemovalLimitTest {

  private static PlanCase dropping(int dropped, int standing) {
    PlanCase plan = new PlanCase().deleting();
    for (int i = 0; i < dropped; i++) {
      plan.copyHas("d" + i, "x").agreedOn("d" + i, i + 1, "x").dropIsRecorded(i + 1);
    }
    for (int i = 0; i < standing; i++) {
      String name = "s" + i;
      plan.catalogHas(name, 100 + i, "x").copyHas(name, "x").agreedOn(name, 100 + i, "x");
    }
    return plan;
  }

  @ParameterizedTest(name = "{0} of {0} + {1}")
  @CsvSource({"3, 0", "3, 5", "4, 8", "10, 20", "1, 0"})
  void aFewAreRemoved(int dropped, int standing) {
    PlanCase plan = dropping(dropped, standing);
    assertThat(plan.actions()).hasSize(dropped).allMatch(action -> action.startsWith("Remove"));
    assertThat(plan.findings()).isEmpty();
  }

  @ParameterizedTest(name = "{0} of {0} + {1}")
  @CsvSource({"4, 0", "4, 7", "10, 19"})
  void tooManyAtOnceWaitForAPerson(int dropped, int standing) {
    PlanCase plan = dropping(dropped, standing);
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.findings())
        .hasSize(dropped)
        .allMatch(finding -> finding.startsWith("REMOVAL_LIMIT"));
    plan.policy(BridgePolicy.STANDARD.deleting(DeletionPolicy.DELETE).confirm());
    assertThat(plan.actions()).hasSize(dropped);
  }

  @Test
  void whatIsAddedGoesOnWhileRemovalsWait() {
    PlanCase plan = dropping(5, 1).catalogHas("new", 200, "x");
    assertThat(plan.actions()).containsExactly("Add new");
    assertThat(plan.next().base()).hasSize(7);
  }

  @Test
  void retainingIsNoRemoval() {
    PlanCase plan = dropping(10, 0).policy(BridgePolicy.STANDARD);
    assertThat(plan.actions()).hasSize(10).allMatch(action -> action.startsWith("Retain"));
  }

  @Test
  void oneThatAPersonInsistedOnIsRemovedAllTheSame() {
    PlanCase plan =
        dropping(5, 0)
            .policy(
                BridgePolicy.STANDARD.deleting(DeletionPolicy.DELETE).insistOn(EntryPath.of("d2")));
    assertThat(plan.actions()).containsExactly("Remove d2");
  }
}
