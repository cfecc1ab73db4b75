package com.multigres.meta.testkit.topo.broken;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.broken.BrokenStores;
import com.multigres.meta.testkit.broken.ContractTests;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.testkit.topo.TopoStoreContract;
import com.multigres.meta.topo.TopoStore;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The contract is worth something only if a store that breaks a rule fails it. */
class BrokenTopoStoresTest {
  /** Every way to break a topology store, by theme. */
  private static final List<Defect<TopoStore>> DEFECTS =
      Stream.of(
              BrokenPaths.all(),
              BrokenNodes.all(),
              BrokenLists.all(),
              BrokenBatches.all(),
              BrokenWatchEvents.all(),
              BrokenWatchLives.all(),
              BrokenSessions.all(),
              BrokenRegistrations.all(),
              BrokenConnections.all(),
              BrokenLocks.all(),
              BrokenHoldings.all(),
              BrokenGuards.all(),
              BrokenElections.all(),
              BrokenElectionLosses.all(),
              BrokenUnderLoad.all(),
              BrokenRecorded.all(),
              BrokenRecordedTurns.all())
          .flatMap(List::stream)
          .toList();

  private final BrokenStores<TopoStore> stores =
      new BrokenStores<>(
          new ContractTests(TopoStoreContract.class, BrokenTopoStore.class), BrokenTopoStore::next);

  @AfterAll
  static void end() {
    BrokenTopoStore.next(UnaryOperator.identity());
  }

  @TestFactory
  Stream<DynamicTest> everyDefectIsCaught() {
    return stores.caught(DEFECTS);
  }

  @Test
  void everyRuleIsTested() {
    assertThat(stores.tested())
        .containsAll(IntStream.rangeClosed(1, 33).mapToObj(number -> "T" + number).toList());
  }

  @Test
  void everyRuleIsBrokenByADefect() {
    assertThat(stores.unbroken(DEFECTS)).isEmpty();
  }
}
