package com.multigres.meta.testkit.workload.verdict;

import static com.multigres.meta.testkit.workload.verdict.Records.position;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.check.HistoryChecker;
import com.multigres.meta.topo.TopoPath;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AftermathTest {
  private final Aftermath aftermath = new Aftermath();

  private Stream<String> left() {
    return aftermath.history().operations().stream()
        .map(one -> ((CatalogCall.Apply) one.call()).changeId().orElseThrow());
  }

  @Test
  void theNextRoundIsJudgedWithTheChangesOfTheOneBefore() {
    aftermath.add(new Records().applied("a", 1).page(position(1, "a")).history());
    assertThat(left()).containsExactly("a");
    aftermath.add(new Records().applied("b", 2).history());
    assertThat(left()).containsExactly("b");
  }

  @Test
  void anUnknownChangeMayComeAboutAnyNumberOfRoundsLater() {
    aftermath.add(new Records().unknown("lost").applied("a", 1).history());
    aftermath.add(new Records().applied("b", 2).history());
    aftermath.add(new Records().applied("c", 3).history());
    assertThat(left()).containsExactlyInAnyOrder("lost", "c");

    History late =
        new Records().applied("d", 5).page(position(5, "d"), position(4, "lost")).history();
    assertThat(new HistoryChecker().check(late.with(aftermath.history())).values())
        .allMatch(Verdict.Passed.class::isInstance);
    assertThat(new HistoryChecker().check(late.with(new Records().applied("c", 3).history())))
        .extractingByKey("catalog")
        .isInstanceOf(Verdict.Violated.class);
  }

  @Test
  void oneThatWasSeenIsHandedOnOnceMoreAndExcusesNothingElseThen() {
    aftermath.add(new Records().unknown("lost").history());
    aftermath.add(new Records().applied("b", 2).page(position(1, "lost")).history());
    assertThat(left()).containsExactlyInAnyOrder("b", "lost");
    aftermath.add(new Records().applied("c", 3).history());
    assertThat(left()).containsExactly("c");
  }

  @Test
  void ofATopologyWhoseRoundsHavePlacesOfTheirOwnNothingIsHandedOn() {
    TopoPath path = TopoPath.of("a");
    aftermath.add(
        new Records()
            .add(new TopoCall.Get(path), new Ending.Unknown("TIMEOUT"))
            .add(new TopoCall.Get(path), new Ending.Done(new Result.Nodes(List.of())))
            .history());
    assertThat(aftermath.history().operations()).isEmpty();
  }
}
