package com.multigres.meta.testkit.history;

import static com.multigres.meta.testkit.history.Script.at;
import static com.multigres.meta.testkit.history.Script.path;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.WatchEvent.Resync;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What watches can show. */
class WatchHistoriesTest {
  private final Script script = new Script();

  @BeforeEach
  void threeWritesAndAWatch() {
    script.when("w", 0, 1).wasTold(new TopoCall.Watch("w1", TopoPath.root(), true, false));
    script.when("c1", 10, 11).wrote("a=x@1", Expect.absent());
    script.when("c1", 20, 21).wrote("a=y@2", at("a", "1"));
    script.when("c1", 30, 31).wrote("a=z@3", at("a", "2"));
  }

  private void isInSyncAt(long time) {
    script.when("w", time, time).saw("w1", new WatchNews.InSync());
  }

  /** Another watch, which goes on where the first one was. */
  private void resumedAt(long time) {
    script
        .when("w", time, time + 1)
        .wasTold(new TopoCall.Watch("w2", TopoPath.root(), true, true, Optional.of("w1")));
  }

  private Script.At settledAt(long time) {
    return script.when("w", time, time + 1);
  }

  @Test
  void aWatchMayBeLateAndLeaveOutWhatIsBetween() {
    isInSyncAt(2);
    script.when("w", 15, 15).sawNode("w1", "a=x@1");
    script.when("w", 50, 50).sawNode("w1", "a=z@3");
    settledAt(60).wasTold(new Call.Settled("w1"));
    assertThat(script.verdict("watches")).isEqualTo(new Verdict.Passed());
  }

  @Test
  void aWatchNeverGoesBack() {
    script.when("w", 40, 40).sawNode("w1", "a=y@2");
    script.when("w", 50, 50).sawNode("w1", "a=x@1");
    assertThat(script.violated("watches").rule()).isEqualTo("T13");
  }

  @Test
  void aWatchTellsTheLastState() {
    isInSyncAt(2);
    script.when("w", 50, 50).sawNode("w1", "a=y@2");
    settledAt(60).wasTold(new Call.Settled("w1"));
    assertThat(script.violated("watches").rule()).isEqualTo("T13");
  }

  @Test
  void aWatchThatTellsNothingMissesTheLastStateToo() {
    isInSyncAt(2);
    settledAt(60).wasTold(new Call.Settled("w1"));
    assertThat(script.violated("watches").rule()).isEqualTo("T13");
  }

  @Test
  void aVersionIsNotToldTwice() {
    script.when("w", 40, 40).sawNode("w1", "a=z@3");
    script.when("w", 50, 50).sawNode("w1", "a=z@3");
    assertThat(script.violated("watches").why()).contains("twice");
  }

  @Test
  void afterAResyncItMayBeToldAgain() {
    script.when("w", 40, 40).sawNode("w1", "a=z@3");
    script.when("w", 41, 41).saw("w1", new WatchNews.Resync(Resync.Kind.REPLACE));
    script.when("w", 50, 50).sawNode("w1", "a=z@3");
    script.when("w", 51, 51).saw("w1", new WatchNews.InSync());
    settledAt(60).wasTold(new Call.Settled("w1"));
    assertThat(script.verdict("watches")).isEqualTo(new Verdict.Passed());
  }

  @Test
  void aReplacementThatLeavesANodeOutSaysThatItIsGone() {
    script.when("w", 40, 40).sawNode("w1", "a=z@3");
    script.when("w", 41, 41).saw("w1", new WatchNews.Resync(Resync.Kind.REPLACE));
    script.when("w", 51, 51).saw("w1", new WatchNews.InSync());
    assertThat(script.violated("watches").rule()).isEqualTo("T13");
  }

  @Test
  void aDeletionThatDidNotHappenIsNotTold() {
    script.when("w", 40, 40).sawNode("w1", "a=x@1");
    script.when("w", 50, 50).saw("w1", new WatchNews.Deleted(path("a")));
    assertThat(script.violated("watches").rule()).isEqualTo("T13");
  }

  @Test
  void nothingIsToldBeforeItIsWritten() {
    script.when("w", 15, 15).sawNode("w1", "a=z@3");
    assertThat(script.violated("watches").rule()).isEqualTo("T13");
  }

  @Test
  void aResumedWatchMayRepeatButNotGoBack() {
    script.when("w", 60, 61).wasTold(new TopoCall.Watch("w2", TopoPath.root(), true, true));
    script.when("w", 62, 62).sawNode("w2", "a=y@2");
    script.when("w", 63, 63).sawNode("w2", "a=z@3");
    settledAt(70).wasTold(new Call.Settled("w2"));
    assertThat(script.verdict("watches")).isEqualTo(new Verdict.Passed());
    script.when("w", 80, 80).sawNode("w2", "a=x@1");
    assertThat(script.violated("watches").rule()).isEqualTo("T13");
  }

  @Test
  void afterAResumeAVersionMayBeToldAgain() {
    isInSyncAt(2);
    script.when("w", 50, 50).sawNode("w1", "a=z@3");
    resumedAt(60);
    script.when("w", 62, 62).sawNode("w2", "a=z@3");
    settledAt(70).wasTold(new Call.Settled("w2"));
    assertThat(script.verdict("watches")).isEqualTo(new Verdict.Passed());
  }

  @Test
  void aResumedWatchTellsAVersionOnceToo() {
    isInSyncAt(2);
    script.when("w", 50, 50).sawNode("w1", "a=z@3");
    resumedAt(60);
    script.when("w", 62, 62).sawNode("w2", "a=z@3");
    script.when("w", 63, 63).sawNode("w2", "a=z@3");
    assertThat(script.violated("watches").rule()).isEqualTo("T13");
  }

  @Test
  void aFreshWatchTellsNoStateFromBeforeItBegan() {
    script.when("w", 60, 61).wasTold(new TopoCall.Watch("w2", TopoPath.root(), true, false));
    script.when("w", 62, 62).sawNode("w2", "a=y@2");
    assertThat(script.violated("watches").rule()).isEqualTo("T13");
  }

  @Test
  void aWatchComesToTheEndOfTheWholeState() {
    script.when("w", 50, 50).sawNode("w1", "a=z@3");
    settledAt(60).wasTold(new Call.Settled("w1"));
    assertThat(script.violated("watches").rule()).isEqualTo("T12");
  }

  @Test
  void aReplacementThatNeverEndsIsNoticed() {
    isInSyncAt(2);
    script.when("w", 41, 41).saw("w1", new WatchNews.Resync(Resync.Kind.REPLACE));
    script.when("w", 50, 50).sawNode("w1", "a=z@3");
    settledAt(60).wasTold(new Call.Settled("w1"));
    assertThat(script.violated("watches").rule()).isEqualTo("T14");
  }

  @Test
  void aResumedWatchThatIsSilentMissesWhatCame() {
    isInSyncAt(2);
    script.when("w", 15, 15).sawNode("w1", "a=x@1");
    resumedAt(60);
    settledAt(70).wasTold(new Call.Settled("w2"));
    assertThat(script.violated("watches").rule()).isEqualTo("T14");
  }

  @Test
  void aResumedWatchThatIsSilentMissesWhatNobodyToldItOf() {
    isInSyncAt(2);
    script.when("w", 50, 50).sawNode("w1", "a=z@3");
    script.when("c1", 52, 53).wrote("b=x@4", Expect.absent());
    resumedAt(60);
    settledAt(70).wasTold(new Call.Settled("w2"));
    assertThat(script.violated("watches").rule()).isEqualTo("T14");
  }

  @Test
  void aResumedWatchNeedSayNothingWhereNothingCame() {
    isInSyncAt(2);
    script.when("w", 50, 50).sawNode("w1", "a=z@3");
    resumedAt(60);
    settledAt(70).wasTold(new Call.Settled("w2"));
    assertThat(script.verdict("watches")).isEqualTo(new Verdict.Passed());
  }

  @Test
  void aWatchDoesNotEndByItself() {
    isInSyncAt(2);
    script.when("w", 50, 50).saw("w1", new WatchNews.Ended("UNAVAILABLE"));
    assertThat(script.violated("watches").rule()).isEqualTo("T14");
  }

  @Test
  void whereAccessIsRefusedAWatchEndsAndOwesNothingMore() {
    isInSyncAt(2);
    script.when("w", 5, 5).saw("w1", new WatchNews.Ended("ACCESS_DENIED"));
    settledAt(60).wasTold(new Call.Settled("w1"));
    assertThat(script.verdict("watches")).isEqualTo(new Verdict.Passed());
    script.when("w", 70, 70).sawNode("w1", "a=z@3");
    assertThat(script.violated("watches").rule()).isEqualTo("T14");
  }
}
