package com.multigres.meta.testkit.history;

import static com.multigres.meta.testkit.history.Script.LOCK;
import static com.multigres.meta.testkit.history.Script.at;
import static com.multigres.meta.testkit.history.Script.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions.Source;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.LockKind;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What stores can show that declare LINEARIZABLE_READS missing: their reads may lag. */
class LaggingHistoriesTest {
  private final Script script = new Script();

  private void readsMayLag() {
    script.when("c0", 0, 0).wasTold(new TopoCall.Opened(Set.of(Capability.LOCKS)));
  }

  private void isPassed(String theme) {
    assertThat(script.verdict(theme)).isEqualTo(new Verdict.Passed());
  }

  private void anOldReadIsMade() {
    script.when("c1", 0, 1).wrote("a=x@1", Expect.absent());
    script.when("c1", 2, 3).wrote("a=y@2", at("a", "1"));
    script.when("c2", 4, 5).read("a=x@1");
  }

  @Test
  void whatWasOnceMayBeReadStill() {
    anOldReadIsMade();
    assertThat(script.violated("nodes").rule()).isEqualTo("T5");
    readsMayLag();
    isPassed("nodes");
  }

  @Test
  void aStoreThatDeclaresItIsHeldToIt() {
    anOldReadIsMade();
    script.when("c0", 0, 0).wasTold(new TopoCall.Opened(Set.of(Capability.LINEARIZABLE_READS)));
    assertThat(script.violated("nodes").rule()).isEqualTo("T5");
  }

  @Test
  void readsMayGoBackThenToo() {
    readsMayLag();
    anOldReadIsMade();
    script.when("c2", 6, 7).readAbsent("a");
    isPassed("nodes");
  }

  @Test
  void nothingIsReadThatNeverStood() {
    readsMayLag();
    anOldReadIsMade();
    script.when("c2", 6, 7).read("a=z@1");
    assertThat(script.verdict("nodes")).isInstanceOf(Verdict.Violated.class);
  }

  @Test
  void nothingIsReadBeforeItIsWritten() {
    readsMayLag();
    script.when("c2", 0, 1).read("a=x@1");
    script.when("c1", 2, 3).wrote("a=x@1", Expect.absent());
    assertThat(script.violated("nodes").rule()).isEqualTo("T5");
  }

  @Test
  void aListOfOneMomentIsOfOneWhereverThatWas() {
    readsMayLag();
    script.when("c1", 0, 1).wrote("a=x@1", Expect.absent());
    script.when("c1", 2, 3).deleted("a", at("a", "1"));
    script.when("c1", 4, 5).wrote("b=y@2", Expect.absent());
    script.when("c2", 6, 7).listed(true, "a=x@1");
    isPassed("batches");
    script.when("c2", 8, 9).listed(true, "a=x@1", "b=y@2");
    assertThat(script.violated("batches").rule()).isEqualTo("T6");
  }

  @Test
  void writesAreOneOrderAllTheSame() {
    readsMayLag();
    script.when("c1", 0, 1).wrote("a=x@1", Expect.absent());
    script.when("c1", 2, 5).wrote("a=y@2", at("a", "1"));
    script.when("c2", 2, 5).wrote("a=z@3", at("a", "1"));
    assertThat(script.violated("nodes").rule()).isEqualTo("T7");
  }

  @Test
  void aRefusalIsNoReadAndDoesNotLag() {
    readsMayLag();
    script.when("c1", 0, 1).wrote("a=x@1", Expect.absent());
    script.when("c2", 2, 3).failedToWrite("a", "y", at("a", "1"), "NO_NODE");
    assertThat(script.violated("nodes").rule()).isEqualTo("T7");
  }

  private void looks(long time, long token) {
    script
        .when("o", time, time)
        .wasTold(new TopoCall.HolderSeen("o", LOCK, LockKind.QUEUE, Optional.of(token(token))));
  }

  @Test
  void whoHeldOnceMayBeSeenStillAndWhoFollowsIsNotTakenBack() {
    readsMayLag();
    script.when("c1", 0, 5).wasGranted(1);
    script.when("c2", 1, 9).wasGranted(2);
    looks(10, 2);
    looks(11, 1);
    isPassed("locks");
    follows(12, 2);
    follows(13, 1);
    assertThat(script.violated("locks").rule()).isEqualTo("T27");
  }

  private void follows(long time, long token) {
    script
        .when("o", time, time)
        .wasTold(new TopoCall.HolderTold("f", LOCK, LockKind.QUEUE, Optional.of(token(token))));
  }

  @Test
  void aFollowingThatLagsMaySettleWithTheOneBefore() {
    script.when("o", 0, 0).wasTold(new TopoCall.Follow("f", LOCK, LockKind.QUEUE));
    script.when("c1", 0, 5).wasGranted(1);
    follows(6, 1);
    script.when("c2", 7, 9).wasGranted(2);
    script.when("o", 10, 11).wasTold(new Call.Settled("f"));
    assertThat(script.violated("locks").rule()).isEqualTo("T27");
    readsMayLag();
    isPassed("locks");
  }

  @Test
  void watchesTellTheLastStateAllTheSame() {
    readsMayLag();
    script.when("w", 0, 0).wasTold(new TopoCall.Watch("w", TopoPath.root(), true, false));
    script.when("w", 1, 1).saw("w", new WatchNews.InSync());
    script.when("c1", 2, 3).wrote("a=x@1", Expect.absent());
    script.when("w", 4, 5).wasTold(new Call.Settled("w"));
    assertThat(script.violated("watches").rule()).isEqualTo("T13");
  }

  private void catalogStands(long from, long to, Source source, long generation) {
    Position position = new Position(generation, new ChangeId("id" + generation));
    script
        .when("r", from, to)
        .did(
            new CatalogCall.Read(source, Optional.empty()),
            new Ending.Done(new Result.Stood(position, false, "")));
  }

  private void catalogIsChanged(long from, long to, long generation) {
    String id = "id" + generation;
    script
        .when("c", from, to)
        .did(
            new CatalogCall.Apply(Optional.of(id), "", Optional.empty()),
            new Ending.Done(
                new Result.Stood(new Position(generation, new ChangeId(id)), true, "")));
  }

  @Test
  void aCatalogOfWhichReadsMayLagShowsWhatWasOnce() {
    catalogIsChanged(0, 1, 2);
    catalogIsChanged(2, 3, 3);
    catalogStands(4, 5, Source.PRIMARY, 2);
    assertThat(script.violated("catalog").rule()).isEqualTo("C6");
    script.when("c", 0, 0).wasTold(new CatalogCall.Opened(Set.of(CatalogCapability.HISTORY)));
    isPassed("catalog");
    catalogStands(6, 7, Source.PRIMARY, 4);
    assertThat(script.violated("catalog").rule()).isEqualTo("C5");
  }

  @Test
  void cachedReadsOfSuchACatalogDoNotGoBackEither() {
    script.when("c", 0, 0).wasTold(new CatalogCall.Opened(Set.of(CatalogCapability.HISTORY)));
    catalogIsChanged(0, 1, 2);
    catalogIsChanged(2, 3, 3);
    catalogStands(4, 5, Source.CACHED, 3);
    catalogStands(6, 7, Source.CACHED, 2);
    assertThat(script.violated("catalog").rule()).isEqualTo("C6");
  }
}
