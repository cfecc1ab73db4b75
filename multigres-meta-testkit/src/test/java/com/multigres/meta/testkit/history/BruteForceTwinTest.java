package com.multigres.meta.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.Seed;
import com.multigres.meta.testkit.history.Simulation.Shape;
import com.multigres.meta.testkit.history.check.HistoryChecker;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The checker says what trying every order says. */
class BruteForceTwinTest {
  private static final int HISTORIES = 60_000;

  // Told of by lying watches.
  private static final int WATCHES = 10_000;

  private static final int GOOD = 2_000;

  // Of locks and of catalogs.
  private static final int OTHERS = 20_000;
  private static final Shape ONE_PATH = new Shape(4, 7, 1, 2, 0.35, false, false, false);
  private static final Shape TWO_PATHS = new Shape(3, 6, 2, 2, 0.3, true, true, false);
  private static final Shape GUARDED = new Shape(3, 7, 1, 2, 0.3, false, false, false, true);
  private static final Shape WATCHED = new Shape(2, 4, 1, 2, 0.3, false, false, true);

  private final HistoryChecker checker = new HistoryChecker(Duration.ofSeconds(10));

  /** Either all is passed, or something is violated: undecided is only what stands beside that. */
  private boolean passes(History history) {
    Collection<Verdict> verdicts = checker.check(history).values();
    boolean violated = verdicts.stream().anyMatch(Verdict.Violated.class::isInstance);
    assertThat(verdicts)
        .as("verdicts on %s", history)
        .noneMatch(one -> one instanceof Verdict.Undecided && !violated);
    return !violated;
  }

  @Test
  void theCheckerAgreesWithItsTwinOnSmallRandomHistories() {
    Random seeds = new Random(Seed.of("small random histories"));
    int violated = 0;
    for (int i = 0; i < HISTORIES; i++) {
      long seed = seeds.nextLong();
      Random random = new Random(seed);
      Shape shape = List.of(ONE_PATH, TWO_PATHS, WATCHED, GUARDED).get(i % 4);
      boolean lagging = i % 16 < 4;
      History history = lagging ? Simulation.lagging(random, shape) : Simulation.run(random, shape);
      for (int lies = random.nextInt(4); lies > 0 && history.size() > 0; lies--) {
        history = new Mutations(random).lie(history);
      }
      boolean explained = BruteForce.explains(history);
      assertThat(passes(history)).as("%s of seed %s", history, seed).isEqualTo(explained);
      violated += explained ? 0 : 1;
    }
    assertThat(violated).isBetween(HISTORIES / 20, HISTORIES * 19 / 20);
  }

  @Test
  void theCheckerAgreesWithItsTwinWhereWatchesLie() {
    Random seeds = new Random(Seed.of("small random lies of watches"));
    int violated = 0;
    for (int i = 0; i < WATCHES; i++) {
      long seed = seeds.nextLong();
      Random random = new Random(seed);
      History history = Simulation.run(random, WATCHED);
      for (int lies = random.nextInt(3); lies > 0; lies--) {
        history = new Mutations(random).lieOfWatch(history);
      }
      boolean explained = BruteForce.explains(history);
      assertThat(passes(history)).as("%s of seed %s", history, seed).isEqualTo(explained);
      violated += explained ? 0 : 1;
    }
    assertThat(violated).isBetween(WATCHES / 20, WATCHES * 19 / 20);
  }

  @Test
  void whatReallyHappenedIsPassed() {
    Random seeds = new Random(Seed.of("good histories"));
    for (int i = 0; i < GOOD; i++) {
      long seed = seeds.nextLong();
      Random random = new Random(seed);
      // Ever more of them, so that the first that is not passed is a short one.
      int operations = 10 + i / 10;
      Shape shape = new Shape(5, operations, 3, 0, 0.05, true, true, true, random.nextBoolean());
      History history = Simulation.run(random, shape);
      assertThat(checker.check(history).values())
          .as("%s operations of seed %s: %s", operations, seed, history)
          .containsOnly(new Verdict.Passed());
      assertThat(checker.check(Simulation.lagging(random, shape)).values())
          .as("%s operations of seed %s whose reads lag", operations, seed)
          .containsOnly(new Verdict.Passed());
    }
  }

  @Test
  void theCheckerAgreesWithItsTwinOnSmallRandomHistoriesOfLocks() {
    agree("locks", LockSimulation::run, LockTwin::explains);
  }

  @Test
  void theCheckerAgreesWithItsTwinOnSmallRandomHistoriesOfCatalogs() {
    agree("catalog", CatalogSimulation::run, CatalogTwin::explains);
  }

  private void agree(String theme, Function<Random, History> simulation, Predicate<History> twin) {
    Random seeds = new Random(Seed.of("small random histories: " + theme));
    int violated = 0;
    for (int i = 0; i < OTHERS; i++) {
      long seed = seeds.nextLong();
      History history = simulation.apply(new Random(seed));
      boolean explained = twin.test(history);
      Verdict verdict = checker.check(history).getOrDefault(theme, new Verdict.Passed());
      assertThat(verdict)
          .as("%s of seed %s", history, seed)
          .isInstanceOf(explained ? Verdict.Passed.class : Verdict.Violated.class);
      violated += explained ? 0 : 1;
    }
    assertThat(violated).isBetween(OTHERS / 20, OTHERS * 19 / 20);
  }

  @Test
  void theSmallestHistoryFoundIsInexplicableByItself() {
    Random seeds = new Random(Seed.of("small random lies"));
    int violated = 0;
    for (int i = 0; i < 2_000; i++) {
      Random random = new Random(seeds.nextLong());
      History history = Simulation.run(random, TWO_PATHS);
      history = new Mutations(random).lie(new Mutations(random).lie(history));
      for (Verdict verdict : checker.check(history).values()) {
        if (verdict instanceof Verdict.Violated bad) {
          violated++;
          assertThat(BruteForce.explains(new History(bad.smallest()))).as("%s", bad).isFalse();
        }
      }
    }
    assertThat(violated).isGreaterThan(100);
  }
}
