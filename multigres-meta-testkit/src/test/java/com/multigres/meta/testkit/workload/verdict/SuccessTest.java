package com.multigres.meta.testkit.workload.verdict;

import static com.multigres.meta.testkit.workload.verdict.Records.position;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.ReadOptions.Source;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.workload.Disturbed.Recorded;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuccessTest {
  private static final CatalogCall READ = new CatalogCall.Read(Source.PRIMARY, Optional.empty());
  private static final Ending DONE = new Ending.Done(new Result.Stood(position(1, "a"), false, ""));

  private static Records good() {
    return new Records()
        .add(READ, DONE)
        .add(new Call.Settled("s"), new Ending.Done(new Result.Nothing()));
  }

  private static Records refused(int times) {
    Records records = good();
    for (int i = 0; i < times; i++) {
      records.add(new CatalogCall.Page(9, 9), Ending.failed("UNAVAILABLE"));
    }
    return records;
  }

  @Test
  void inPeaceNothingIsMissingWhereAllIsKnownAndSomethingOfEachKindIsDone() {
    assertThat(Success.inPeace(good().applied("a", 1).recorded())).isEmpty();
  }

  @Test
  void inPeaceTheOutcomeOfEverythingIsKnown() {
    assertThat(Success.inPeace(good().unknown("a").recorded()))
        .singleElement()
        .asString()
        .startsWith("nothing went wrong, and yet nobody knows what became of 1 operations");
  }

  @Test
  void inPeaceNoKindOfOperationIsAlwaysRefused() {
    assertThat(Success.inPeace(refused(20).recorded()))
        .containsExactly("none of 20 attempts to Page was done");
    assertThat(Success.inPeace(refused(19).recorded())).isEmpty();
  }

  @Test
  void inPeaceSomethingIsFollowedToTheEnd() {
    assertThat(Success.inPeace(new Records().add(READ, DONE).recorded()))
        .containsExactly("nothing was followed to the end");
  }

  @Test
  void whatDidNotComeAboutInTheEndIsMissing() {
    Recorded late = new Recorded(good().history(), Map.of(Fault.CUT, 1), List.of("too late"));
    assertThat(Success.inPeace(late)).containsExactly("too late");
    assertThat(Success.among(List.of(Fault.CUT), late)).containsExactly("too late");
    assertThat(Success.despite(late)).containsExactly("too late");
  }

  @Test
  void amongAccidentsAtLeastOneHappensAndOneInTenOperationsIsDone() {
    List<Fault> asked = List.of(Fault.CUT, Fault.KILL);
    assertThat(Success.among(asked, refused(9).recorded(Fault.KILL))).isEmpty();
    assertThat(Success.among(asked, refused(10).recorded(Fault.KILL)))
        .containsExactly("only 1 of 11 operations were done");
    assertThat(Success.among(asked, good().recorded(Fault.PAUSE)))
        .containsExactly("none of the accidents [CUT, KILL] happened");
  }
}
