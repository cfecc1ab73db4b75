package com.multigres.meta.testkit.topo.broken;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.broken.BrokenStores;
import com.multigres.meta.testkit.broken.ContractTests;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.testkit.topo.TopoStoreContract;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A test of a broken store that fails for another reason has noticed nothing. */
class OtherFailuresTest {
  private static final String NOTICER = "aStaleVersionIsRefused";

  private final BrokenStores<TopoStore> stores =
      new BrokenStores<>(
          new ContractTests(TopoStoreContract.class, BrokenTopoStore.class), BrokenTopoStore::next);

  @AfterAll
  static void end() {
    BrokenTopoStore.next(UnaryOperator.identity());
  }

  private static TopoStore throwing(TopoStore real, Supplier<Throwable> thrown) {
    return new TopoLayer(real) {
      @Override
      public Version write(TopoPath path, ByteString value, Expect expect) {
        throw OtherFailuresTest.<RuntimeException>sneaky(thrown.get());
      }
    }.store();
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // so that an Error is thrown too
  private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private static Defect<TopoStore> throwing(Supplier<Throwable> thrown) {
    return Defect.of("T7", "every write fails", real -> throwing(real, thrown), NOTICER);
  }

  private void notCaught(Defect<TopoStore> defect, String because) {
    assertThatThrownBy(
            () ->
                stores.caught(List.of(defect)).findFirst().orElseThrow().getExecutable().execute())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(because);
  }

  @Test
  void aGoodStoreIsNotCaught() {
    notCaught(
        Defect.of("T7", "nothing is wrong", UnaryOperator.identity(), NOTICER),
        NOTICER + " notices");
  }

  @Test
  void aTestThatDoesNotCiteTheRuleProvesNothing() {
    notCaught(
        Defect.of("T8", "every write fails", real -> throwing(real, Error::new), NOTICER),
        "rules that " + NOTICER + " cites");
  }

  @Test
  void aStoresOwnErrorIsNoFindingUnlessTheDefectSaysSo() {
    Supplier<Throwable> away = () -> TopoException.refused(Code.UNAVAILABLE, "away");
    notCaught(throwing(away), "UNAVAILABLE ended it");
    notCaught(throwing(away).failing(Code.BAD_VERSION), "UNAVAILABLE ended it");
  }

  @Test
  void aStoreThatCrashesIsNoFinding() {
    notCaught(throwing(() -> new IllegalStateException("bug")), "IllegalStateException");
  }

  @Test
  void anAssertionOfTheStoresOwnIsNoFinding() {
    notCaught(throwing(() -> new AssertionError("mine")), "it was not the test that threw it");
  }

  @Test
  void whatOnlyTheCleanUpFindsIsNoFindingOfTheTest() {
    Defect<TopoStore> leaves =
        Defect.of(
            "T7",
            "a session is left behind",
            real -> {
              real.openSession(real.capabilities().maxTtl());
              return new TopoLayer(real) {
                @Override
                public void close() {}
              }.store();
            },
            NOTICER);
    notCaught(leaves, "only what was left behind shows it");
  }

  private static Defect<TopoStore> shrugging() {
    return BrokenRecordedOutcomes.all().stream()
        .filter(defect -> defect.lacks().isPresent())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aHistoryIsJudgedByWhatTheDefectBreaksOrByWhatItSaysThatIsMissing() {
    String other = "the history was not judged by what the defect breaks";
    Defect<TopoStore> shrugging = shrugging();
    notCaught(shrugging.lacking("nothing was followed"), other);
    notCaught(
        Defect.opening(
            shrugging.rule(),
            "no rule is broken",
            shrugging.opening(),
            shrugging.tests().toArray(String[]::new)),
        other);
  }

  @Test
  void aDefectThatIsToLeaveSomethingIsNotCaughtBeforehand() {
    notCaught(
        throwing(() -> new AssertionError("mine")).leaving(),
        "it shows before anything is left behind");
  }
}
