package com.multigres.meta.testkit.history;

import static com.multigres.meta.testkit.history.Script.at;
import static com.multigres.meta.testkit.history.Script.bytes;
import static com.multigres.meta.testkit.history.Script.path;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.topo.Expect;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What single nodes can show. */
class NodeHistoriesTest {
  private static final long NEVER = Operation.NEVER;
  private static final Ending UNKNOWN = new Ending.Unknown("TIMEOUT");

  private final Script script = new Script();

  @Test
  void aReadServedByADeposedLeaderIsStale() {
    script.when("c1", 0, 1).wrote("a=x@1", Expect.absent());
    script.when("c1", 2, 3).wrote("a=y@2", at("a", "1"));
    script.when("c2", 4, 5).read("a=x@1");
    assertThat(script.violated("nodes").rule()).isEqualTo("T5");
    assertThat(script.violated("nodes").smallest()).hasSize(3);
  }

  @Test
  void aReadMayBeOldWhileItsWriteIsGoingOn() {
    script.when("c1", 0, 1).wrote("a=x@1", Expect.absent());
    script.when("c1", 2, 9).wrote("a=y@2", at("a", "1"));
    script.when("c2", 3, 4).read("a=x@1");
    script.when("c2", 5, 6).read("a=y@2");
    assertThat(script.verdict("nodes")).isEqualTo(new Verdict.Passed());
  }

  @Test
  void readsGoBackNeitherInOneClientNorAcrossClients() {
    script.when("c1", 0, 1).wrote("a=x@1", Expect.absent());
    script.when("c1", 2, 9).wrote("a=y@2", at("a", "1"));
    script.when("c2", 3, 4).read("a=y@2");
    script.when("c3", 5, 6).read("a=x@1");
    assertThat(script.violated("nodes").rule()).isEqualTo("T5");
  }

  @Test
  void anAcknowledgedWriteIsNotLost() {
    script.when("c1", 0, 1).wrote("a=x@1", Expect.absent());
    script.when("c2", 2, 3).readAbsent("a");
    assertThat(script.violated("nodes").smallest()).hasSize(2);
  }

  @Test
  void ofTwoWritesOnOneVersionOnlyOneWins() {
    script.when("c1", 0, 1).wrote("a=x@1", Expect.absent());
    script.when("c1", 2, 5).wrote("a=y@2", at("a", "1"));
    script.when("c2", 2, 5).wrote("a=z@3", at("a", "1"));
    assertThat(script.violated("nodes").rule()).isEqualTo("T7");
    assertThat(script.violated("nodes").smallest()).hasSize(2);
  }

  @Test
  void aWriteReportedAsNotAppliedIsNeverSeen() {
    script.when("c1", 0, 1).failedToWrite("a", "x", Expect.any(), "UNAVAILABLE");
    script.when("c2", 2, 3).read("a=x@1");
    assertThat(script.violated("nodes").rule()).isEqualTo("T11");
    assertThat(script.violated("nodes").smallest()).hasSize(2);
  }

  @Test
  void aRetriedWriteMustNotBeAppliedTwice() {
    script.when("c1", 0, 5).wrote("a=x@1", Expect.any());
    script.when("c2", 6, 7).deleted("a", Expect.any());
    script.when("c2", 8, 9).read("a=x@2");
    assertThat(script.violated("nodes").rule()).isEqualTo("T11");
    assertThat(script.violated("nodes").smallest()).hasSize(2);
  }

  @Test
  void anUnknownWriteMustNotBeAppliedTwiceEither() {
    script.when("c1", 0, 5).mayHaveWritten("a", "x", Expect.any());
    script.when("c2", 6, 7).read("a=x@1");
    script.when("c2", 8, 9).deleted("a", at("a", "1"));
    script.when("c2", 10, 11).read("a=x@2");
    assertThat(script.violated("nodes").rule()).isEqualTo("T5");
  }

  @Test
  void anUnknownWriteMayTakeEffectMuchLater() {
    script.when("c1", 0, NEVER).mayHaveWritten("a", "x", Expect.any());
    script.when("c2", 6, 7).readAbsent("a");
    script.when("c2", 8, 9).wrote("a=y@1", Expect.absent());
    script.when("c2", 10, 11).read("a=y@1");
    script.when("c2", 12, 13).read("a=x@2");
    assertThat(script.verdict("nodes")).isEqualTo(new Verdict.Passed());
  }

  @Test
  void anUnknownWriteMayNeverTakeEffect() {
    script.when("c1", 0, NEVER).mayHaveWritten("a", "x", Expect.any());
    script.when("c2", 6, 7).readAbsent("a");
    assertThat(script.verdict("nodes")).isEqualTo(new Verdict.Passed());
  }

  @Test
  void anUnknownWriteThatNobodySawExplainsARefusal() {
    script.when("c1", 0, NEVER).mayHaveWritten("a", "x", Expect.any());
    script.when("c2", 6, 7).failedToWrite("a", "y", Expect.absent(), "NODE_EXISTS");
    assertThat(script.verdict("nodes")).isEqualTo(new Verdict.Passed());
  }

  @Test
  void aRefusalNeedsAReason() {
    script.when("c1", 0, 1).wrote("a=x@1", Expect.any());
    script.when("c2", 6, 7).failedToWrite("a", "y", at("a", "1"), "BAD_VERSION");
    assertThat(script.violated("nodes").rule()).isEqualTo("T7");
  }

  @Test
  void aConditionalWriteNeedsItsVersion() {
    script.when("c1", 0, 1).wrote("a=x@1", Expect.any());
    script.when("c1", 2, 3).deleted("a", Expect.any());
    script.when("c1", 4, 5).wrote("a=x@2", Expect.any());
    script.when("c2", 6, 7).wrote("a=y@3", at("a", "1"));
    assertThat(script.violated("nodes").rule()).isEqualTo("T7");
  }

  @Test
  void bytesAreThoseThatWereWritten() {
    script.when("c1", 0, 1).wrote("a=x@1", Expect.any());
    script.when("c2", 6, 7).read("a=y@1");
    assertThat(script.violated("nodes").smallest()).hasSize(1);
  }

  @Test
  void aVersionIsOfOneWriteOnly() {
    script.when("c1", 0, 1).wrote("a=x@1", Expect.any());
    script.when("c2", 6, 7).wrote("a=y@1", Expect.any());
    assertThat(script.violated("nodes").rule()).isEqualTo("T8");
  }

  @Test
  void theSmallestHistoryIsFoundAmongMuchElse() {
    script.when("c1", 0, 1).wrote("a=0@0", Expect.absent());
    for (int i = 1; i <= 500; i++) {
      script.when("c1", 10L * i, 10L * i + 4).wrote("a=" + i + "@" + i, at("a", "" + (i - 1)));
      script.when("c2", 10L * i + 5, 10L * i + 7).read("a=" + i + "@" + i);
    }
    script.when("c3", 4_321, 4_323).read("a=77@77");
    Verdict.Violated violated = script.violated("nodes");
    assertThat(violated.smallest()).hasSizeLessThanOrEqualTo(3);
    assertThat(violated.smallest().toString()).contains("c3");
  }

  @Test
  void aRefusalSaysWhatStoodThere() {
    script.when("c1", 0, 1).wrote("a=x@1", Expect.any());
    script.when("c1", 2, 3).failedToWrite("a", "y", at("a", "0"), "BAD_VERSION");
    script.when("c1", 4, 5).deleted("a", Expect.any());
    script.when("c1", 6, 7).failedToWrite("a", "y", at("a", "1"), "NO_NODE");
    assertThat(script.verdict("nodes")).isEqualTo(new Verdict.Passed());
  }

  @Test
  void aBadVersionNeedsANodeThatHasAnother() {
    script.when("c1", 0, 1).wrote("a=x@1", Expect.any());
    script.when("c1", 4, 5).deleted("a", Expect.any());
    script.when("c1", 6, 7).failedToWrite("a", "y", at("a", "1"), "BAD_VERSION");
    assertThat(script.violated("nodes").rule()).isEqualTo("T7");
  }

  @Test
  void aMissingNodeIsNotThere() {
    script.when("c1", 0, 1).wrote("a=x@1", Expect.any());
    script.when("c1", 2, 3).wrote("a=y@2", Expect.any());
    script.when("c1", 6, 7).failedToWrite("a", "z", at("a", "1"), "NO_NODE");
    assertThat(script.violated("nodes").rule()).isEqualTo("T7");
  }

  @Test
  void aRefusalIsOfAKindThatTheWriteCanHave() {
    script.when("c1", 0, 1).wrote("a=x@1", Expect.any());
    script.when("c1", 6, 7).failedToWrite("a", "z", Expect.absent(), "NODE_EXISTS");
    assertThat(script.verdict("nodes")).isEqualTo(new Verdict.Passed());
    script.when("c1", 8, 9).failedToWrite("a", "z", Expect.absent(), "BAD_VERSION");
    assertThat(script.violated("nodes").rule()).isEqualTo("T7");
  }

  @Test
  void anUnconditionalWriteIsNotRefusedForWhatStandsThere() {
    script.when("c1", 0, 1).failedToWrite("a", "z", Expect.any(), "NO_NODE");
    assertThat(script.violated("nodes").rule()).isEqualTo("T7");
  }

  @Test
  void everyWriteIsToldItsVersion() {
    script
        .when("c1", 0, 1)
        .did(
            TopoCall.put(path("a"), bytes("x"), Expect.any()),
            new Ending.Done(new Result.Written(Map.of())));
    assertThat(script.violated("nodes").rule()).isEqualTo("T7");
  }

  @Test
  void aClosedSessionLeavesNothing() {
    script.when("c1", 0, 1).wrote("a=x@1", Expect.absent());
    script.when("c1", 1, NEVER).did(TopoCall.delete(path("a"), at("a", "1")), UNKNOWN);
    script.when("c1", 2, 4).wasTold(new TopoCall.SessionClosed(path("a")));
    script.when("c2", 3, 3).read("a=x@1");
    script.when("c2", 5, 6).readAbsent("a");
    assertThat(script.verdict("nodes")).isEqualTo(new Verdict.Passed());
    script.when("c2", 5, 6).read("a=x@1");
    assertThat(script.violated("nodes").rule()).isEqualTo("T19");
  }
}
