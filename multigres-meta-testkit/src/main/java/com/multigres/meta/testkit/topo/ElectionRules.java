package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.bytes;
import static com.multigres.meta.testkit.topo.TopoFixture.eventually;
import static com.multigres.meta.testkit.topo.TopoFixture.path;
import static com.multigres.meta.testkit.topo.TopoFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.Seed;
import com.multigres.meta.testkit.Together;
import com.multigres.meta.testkit.topo.internal.Contest;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.lock.Election;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.Leadership;
import com.multigres.meta.topo.lock.LockOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Elections in peace: one leader, handover, observers (T27). */
interface ElectionRules extends TopoFixture.OfElections {

  @Test
  @Rule("T27")
  default void oneCandidateLeadsAndResigningElectsTheNext() {
    if (lacking()) {
      return;
    }
    Leadership first = elected(store(), "first");
    assertThat(first.isLeader()).isTrue();
    assertThat(leader()).contains("first");
    CompletableFuture<Leadership> second = candidate(another(), "second");
    assertThat(second).isNotDone();
    first.close();
    Leadership next = won(second);
    assertThat(next.token().isAfter(first.token())).isTrue();
    assertThat(leader()).contains("second");
    assertThat(first.isLeader()).isFalse();
    refused(Code.CLOSED, first::check);
    first.close();
    next.check();
    next.close();
    assertThat(leader()).isEmpty();
  }

  @Test
  @Rule("T27")
  default void observersSeeEveryLeaderInOrderAndNoVacancyWhileOthersStand() {
    if (lacking()) {
      return;
    }
    List<Optional<Election.Leader>> seen = Collections.synchronizedList(new ArrayList<>());
    closing(election(another()).observe(seen::add));
    eventually().until(() -> seen.size() == 1);
    assertThat(seen.get(0)).isEmpty();
    Leadership now = elected(store(), "candidate 0");
    awaitSeen(seen, "candidate 0");
    for (int i = 1; i < 5; i++) {
      CompletableFuture<Leadership> next = candidate(store(), "candidate " + i);
      now.close();
      now = won(next);
      awaitSeen(seen, "candidate " + i);
    }
    List<Optional<Election.Leader>> leaders = List.copyOf(seen.subList(1, seen.size()));
    assertThat(leaders).allMatch(Optional::isPresent);
    FencingToken last = null;
    for (Optional<Election.Leader> leader : leaders) {
      FencingToken token = leader.orElseThrow().info().token().orElseThrow();
      assertThat(last == null || token.isAfter(last)).isTrue();
      last = token;
    }
    now.close();
    eventually().untilAsserted(() -> assertThat(seen.get(seen.size() - 1)).isEmpty());
  }

  /** An observer need not see a leader that lasts no time: these last until they are seen. */
  private static void awaitSeen(List<Optional<Election.Leader>> seen, String candidate) {
    eventually()
        .untilAsserted(
            () ->
                assertThat(seen.get(seen.size() - 1).map(Election.Leader::candidate))
                    .contains(candidate));
  }

  @Test
  @Rule({"T27", "T16"})
  default void anObserverThatComesLateSeesThePresentLeaderAndNothingAfterItsClose() {
    if (lacking()) {
      return;
    }
    Leadership leader = elected(store(), "leader");
    List<Optional<Election.Leader>> seen = Collections.synchronizedList(new ArrayList<>());
    AutoCloseable observing = election(another()).observe(seen::add);
    eventually().until(() -> seen.size() == 1);
    assertThat(seen.get(0).map(Election.Leader::candidate)).contains("leader");
    assertThat(seen.get(0).flatMap(now -> now.info().token())).contains(leader.token());
    try {
      observing.close();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
    leader.close();
    elected(store(), "another");
    assertThat(seen).hasSize(1);
  }

  @Test
  @Rule({"T27", "T24"})
  default void aCandidateThatGivesUpNoLongerStands() {
    if (lacking()) {
      return;
    }
    Leadership leader = elected(store(), "leader");
    LockOptions brief = options("lead").waiting(Duration.ofMillis(300));
    refused(Code.TIMEOUT, () -> election(another()).campaign("brief", brief));
    assertThat(store().locks().queue(OFFICE)).hasSize(1);
    leader.close();
    assertThat(leader()).isEmpty();
    assertThat(elected(another(), "later").isLeader()).isTrue();
  }

  @Test
  @Rule({"T27", "T23"})
  default void aFormerLeadersWriteIsRefused() {
    if (lacking()) {
      return;
    }
    needs(Capability.GUARDED_WRITES, "Guards.aGuardedWriteIsAppliedWhileTheLockIsHeld");
    Leadership former = elected(store(), "former");
    store().write(path("r"), bytes("former"), Expect.any(), former.guard());
    former.close();
    Leadership now = elected(another(), "now");
    store().write(path("r"), bytes("now"), Expect.any(), now.guard());
    refused(
        Code.LOCK_LOST,
        () -> store().write(path("r"), bytes("late"), Expect.any(), former.guard()));
    assertThat(store().read(path("r")).orElseThrow().value()).isEqualTo(bytes("now"));
  }

  @Test
  @Rule("T27")
  default void candidatesThatComeAndGoAtRandomNeverLeadTogether() {
    if (lacking()) {
      return;
    }
    long seed = Seed.of("an election");
    TopoStore other = another();
    List<FencingToken> terms = Collections.synchronizedList(new ArrayList<>());
    Contest contest = new Contest(6, () -> store().locks().queue(OFFICE).size());
    Together.all(
        6,
        number -> {
          TopoStore store = new Random(seed + number).nextBoolean() ? store() : other;
          contest.contend(() -> lead(store, contest, "candidate " + number, terms));
          return 0;
        });
    assertThat(contest.mostAtOnce()).as("leaders at once, seed %d", seed).isEqualTo(1);
    for (int i = 1; i < terms.size(); i++) {
      assertThat(terms.get(i).isAfter(terms.get(i - 1))).as("seed %d", seed).isTrue();
    }
  }

  private void lead(TopoStore store, Contest contest, String candidate, List<FencingToken> terms) {
    for (int i = 0; i < 5; i++) {
      try (Leadership term = election(store).campaign(candidate, options("lead"))) {
        contest.hold(
            () -> {
              terms.add(term.token());
              term.check();
            });
      }
    }
  }
}
