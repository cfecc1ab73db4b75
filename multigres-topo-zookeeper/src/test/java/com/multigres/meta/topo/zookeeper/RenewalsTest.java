package com.multigres.meta.topo.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** From when on a session counts as renewed (rules T18 and T22). */
class RenewalsTest {
  private final Renewals renewals = new Renewals(100);

  @Test
  void theFirstBeatProvesNothingYet() {
    assertThat(renewals.answered(10, 12)).isEmpty();
  }

  @Test
  void aBeatIsProvenByOneThatWasSentWhenItHadBeenPassedOn() {
    var unused = renewals.answered(10, 12);
    assertThat(renewals.answered(112, 115)).hasValue(10);
  }

  @Test
  void aBeatThatMayNotHaveBeenPassedOnIsNotProven() {
    var unused = renewals.answered(10, 12);
    assertThat(renewals.answered(111, 115)).isEmpty();
    assertThat(renewals.answered(112, 116)).hasValue(10);
  }

  @Test
  void theLatestOfSeveralCounts() {
    var unused = renewals.answered(10, 12);
    unused = renewals.answered(50, 52);
    unused = renewals.answered(90, 92);
    assertThat(renewals.answered(152, 154)).hasValue(50);
    assertThat(renewals.answered(300, 301)).hasValue(152);
  }
}
