package com.multigres.meta.testkit.workload.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.LentProperties;
import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.workload.Disturbed.Recorded;
import com.multigres.meta.testkit.workload.KeptHistories;
import com.multigres.meta.testkit.workload.WorkloadPlan;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a long run says in the end of the rounds that it was made of. */
class LongRunTest {
  private static final TopoPath PATH = TopoPath.of("a");
  private static final Ending NOTHING_THERE = new Ending.Done(new Result.Nodes(List.of()));

  @TempDir private Path folder;
  private Optional<LentProperties> properties = Optional.empty();

  @BeforeEach
  void keepHistoriesHere() {
    properties = Optional.of(LentProperties.of(Map.of(KeptHistories.PROPERTY, folder.toString())));
  }

  @AfterEach
  void giveBack() {
    properties.ifPresent(LentProperties::close);
  }

  private static Recorded good() {
    return new Records().add(new TopoCall.Get(PATH), NOTHING_THERE).recorded(Fault.CUT);
  }

  /** Whoever lost a history, and never promised to keep it, leaves nothing to be judged. */
  private static Recorded undecided() {
    return new Records()
        .applied("a", 1)
        .add(
            new CatalogCall.Apply(Optional.of("b"), "a change", Optional.empty()),
            Ending.failed("LOST_HISTORY"))
        .recorded(Fault.CUT);
  }

  private static Recorded violated() {
    Version version = new Version("test", PATH, "1");
    return new Records()
        .add(
            TopoCall.put(PATH, ByteString.EMPTY, Expect.absent()),
            new Ending.Done(new Result.Written(Map.of(PATH, version))))
        .add(new TopoCall.Get(PATH), NOTHING_THERE)
        .recorded(Fault.CUT);
  }

  /** Ends when as many operations are done as these rounds have. */
  private static Throwable end(Recorded... rounds) {
    Iterator<Recorded> next = List.of(rounds).iterator();
    int operations = List.of(rounds).stream().mapToInt(one -> one.history().size()).sum();
    WorkloadPlan whole = WorkloadPlan.of(1, operations, Duration.ofSeconds(1));
    return catchThrowable(() -> new LongRun(whole, List.of(Fault.CUT)).all(plan -> next.next()));
  }

  @Test
  void whereEveryRoundPassesNothingIsSaid() {
    assertThat(end(good(), good())).isNull();
  }

  @Test
  void aRoundThatCannotBeJudgedIsNeitherPassedNorAViolation() {
    Throwable ended = end(good(), undecided());
    assertThat(ended)
        .isInstanceOf(UndecidedHistory.class)
        .hasMessageContaining("in 2 rounds")
        .hasMessageContaining("0 violations, 1 undecided");
    assertThat(UndecidedHistory.isAllOf(ended)).isTrue();
  }

  @Test
  void aViolationIsNotHiddenByWhatCannotBeJudged() {
    Throwable ended = end(violated(), undecided());
    assertThat(ended)
        .isInstanceOf(AssertionError.class)
        .isNotInstanceOf(UndecidedHistory.class)
        .hasMessageContaining("1 violations, 1 undecided");
    assertThat(UndecidedHistory.isAllOf(ended)).isFalse();
  }

  @Test
  void whatFailsBesideIsAFaultOfItsOwn() {
    UndecidedHistory undecided = new UndecidedHistory("nobody knows");
    undecided.addSuppressed(new AssertionError("a thread was left behind"));
    assertThat(UndecidedHistory.isAllOf(undecided)).isFalse();
  }
}
