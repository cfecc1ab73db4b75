package com.multigres.meta.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.Seed;
import com.multigres.meta.testkit.history.Simulation.Shape;
import com.multigres.meta.testkit.history.check.HistoryChecker;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fifty thousand operations of sixteen clients are judged, in whatever shape they come. */
class LargeHistoryTest {
  private static final Logger log = LoggerFactory.getLogger(LargeHistoryTest.class);
  // The processor's time: how long that takes depends on who else computes.
  private static final Duration MOST = Duration.ofSeconds(10);
  private static final HistoryChecker CHECKER = new HistoryChecker(Duration.ofMinutes(3));

  private static Map<String, Verdict> check(History history) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long begin = threads.getCurrentThreadCpuTime();
    Map<String, Verdict> verdicts = CHECKER.check(history);
    Duration spent = Duration.ofNanos(threads.getCurrentThreadCpuTime() - begin);
    log.info("{} operations judged in {} ms", history.size(), spent.toMillis());
    assertThat(spent).isLessThan(MOST);
    return verdicts;
  }

  static Stream<Shape> shapes() {
    return Stream.of(
        new Shape(16, 50_000, 1, 0, 0, false, false, false),
        new Shape(16, 50_000, 1, 0, 0.01, false, false, false),
        new Shape(16, 50_000, 20, 0, 0.02, false, false, false),
        new Shape(16, 50_000, 8, 0, 0.01, true, true, false),
        new Shape(16, 50_000, 8, 0, 0.01, false, false, true));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aGoodHistoryPasses(Shape shape) {
    History history = Simulation.run(new Random(Seed.of("a large history")), shape);
    assertThat(history.size()).isGreaterThanOrEqualTo(50_000);
    assertThat(check(history).values()).containsOnly(new Verdict.Passed());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aLostWriteAmongThemIsFound(Shape shape) {
    History good = Simulation.run(new Random(Seed.of("a large history")), shape);
    // A version that a later read shows was never acknowledged to anybody.
    Seen lost =
        good.operations().stream()
            .skip(good.size() / 2)
            .filter(operation -> operation.call() instanceof TopoCall.Get)
            .flatMap(operation -> seen(operation))
            .filter(node -> good.operations().stream().anyMatch(one -> wrote(one, node)))
            .findFirst()
            .orElseThrow();
    History bad =
        new History(
            good.operations().stream().filter(operation -> !wrote(operation, lost)).toList());
    assertThat(check(bad).values()).anyMatch(Verdict.Violated.class::isInstance);
  }

  @Test
  void aStaleReadAmongThemIsFoundAndExplainedByFew() {
    History good =
        Simulation.run(
            new Random(Seed.of("a large history")),
            new Shape(16, 50_000, 4, 0, 0.01, false, false, false));
    Operation early =
        good.operations().stream()
            .filter(operation -> seen(operation).findAny().isPresent())
            .findFirst()
            .orElseThrow();
    Operation late =
        good.operations().stream()
            .skip(good.size() * 3L / 4)
            .filter(operation -> operation.call().equals(early.call()))
            .findFirst()
            .orElseThrow();
    History bad =
        new History(
            good.operations().stream()
                .map(one -> one.equals(late) ? Mutations.with(late, early.ending()) : one)
                .toList());
    Verdict verdict = check(bad).get("nodes");
    assertThat(verdict).isInstanceOf(Verdict.Violated.class);
    assertThat(((Verdict.Violated) verdict).smallest())
        .hasSizeLessThan(8)
        .contains(Mutations.with(late, early.ending()));
  }

  @Test
  void whatIsNotKnownInTimeIsUndecided() {
    History history =
        Simulation.run(new Random(1), new Shape(16, 50_000, 1, 0, 0.01, false, false, false));
    assertThat(new HistoryChecker(Duration.ZERO).check(history).get("nodes"))
        .isInstanceOf(Verdict.Undecided.class);
  }

  private static Stream<Seen> seen(Operation operation) {
    return operation.ending() instanceof Ending.Done done
            && done.result() instanceof Result.Nodes nodes
        ? nodes.nodes().stream()
        : Stream.empty();
  }

  private static boolean wrote(Operation operation, Seen node) {
    return operation.ending() instanceof Ending.Done done
        && done.result() instanceof Result.Written written
        && written.versions().containsValue(node.version());
  }
}
