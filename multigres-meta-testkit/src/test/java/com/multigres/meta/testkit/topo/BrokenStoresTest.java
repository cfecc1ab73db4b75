package com.multigres.meta.testkit.topo;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import com.multigres.meta.testkit.topo.Defect.Intruder;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The contract is worth something only if a store that breaks a rule fails it. */
class BrokenStoresTest {
  private static final String PATIENCE = "multigres.testkit.patience";
  private static volatile Intruder intruder = Defect.NOTHING;
  private static final AtomicInteger runs = new AtomicInteger();

  /** Run by name below, on a store with a defect. */
  static class Broken extends TopoStoreContract {
    @Override
    protected TopoStore open(String root) {
      return Defect.in(TopoStores.open("memory://broken" + runs + root), intruder);
    }
  }

  @BeforeAll
  static void loseNoTimeOnWaitingForWhatNeverComes() {
    System.setProperty(PATIENCE, "2");
  }

  @AfterAll
  static void bePatientAgain() {
    System.clearProperty(PATIENCE);
  }

  private static DynamicTest caught(String defect, Intruder by, String... tests) {
    return dynamicTest(
        defect,
        () -> {
          for (String test : tests) {
            run(Defect.NOTHING, test, 0);
            run(by, test, 1);
          }
        });
  }

  private static void run(Intruder by, String test, long failures) {
    intruder = by;
    // What a broken store left behind must not disturb the next.
    runs.incrementAndGet();
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectMethod(Broken.class, test))
        .execute()
        .testEvents()
        .assertStatistics(counts -> counts.started(1).failed(failures));
  }

  @TestFactory
  Stream<DynamicTest> everyDefectIsCaught() {
    return Stream.of(
        caught(
            "conditional writes that ignore the version",
            Defect.UNCONDITIONAL_WRITES,
            "aStaleVersionIsRefused",
            "noVersionOfAnEarlierLifeMatchesTheCurrentOne",
            "ofManyConditionalWritersExactlyOneWins",
            "ofManyCreatorsExactlyOneWins",
            "randomStepsHaveTheSameEffectAsOnTheReference"),
        caught("reads from a cache", Defect.stale(), "whatOneClientWroteEveryOtherReadsAtOnce"),
        caught(
            "batches in single steps",
            Defect.TORN_BATCHES,
            "aBatchWithAnyFailedExpectationChangesNothing",
            "everyConditionMustHold"),
        caught(
            "lists without an order",
            Defect.UNSORTED_LISTS,
            "theOrderIsThatOfUnsignedBytesNameByName",
            "aListOfManyPagesIsWhole"),
        caught(
            "refusals that claim not to know",
            Defect.UNKNOWN_OUTCOMES,
            "creatingWhatStandsIsRefused",
            "aMissingNodeIsNotDeleted"),
        caught(
            "writes that unbind",
            Defect.UNBINDING_WRITES,
            "aWriteByWhomeverKeepsANodeBound",
            "anUpdateChangesTheNodeAndKeepsItBound"),
        caught(
            "watches that miss deletions",
            Defect.watching(Defect.MISSES_DELETIONS),
            "aWatchFirstTellsTheStateAndThenEveryChange",
            "watchersUnderConcurrentWritesEndInTheExactFinalState"),
        caught(
            "watches that tell everything twice",
            Defect.watching(Defect.TELLS_TWICE),
            "changesOfAPathComeInOrderAndNoneTwice",
            "nobodySeesAStepBack"),
        caught(
            "watches that give up after a throw",
            Defect.watching(Defect.GIVES_UP),
            "aThrowingListenerGoesOn"),
        caught(
            "cursors from the future",
            Defect.watching(Defect.SKIPPING_CURSORS),
            "noCursorSkipsAnEventOfTheSameBatch"),
        caught(
            "closed watches that go on",
            Defect.ENDLESS_WATCHES,
            "aClosedWatchIsSilentAndClosingTwiceIsHarmless",
            "closingWaitsForTheCallUnderWay"),
        caught(
            "stores that do not close",
            Defect.ENDLESS_STORES,
            "aClosedStoreRefusesEveryUse",
            "aRegisteredNodeStandsUntilClose"));
  }
}
