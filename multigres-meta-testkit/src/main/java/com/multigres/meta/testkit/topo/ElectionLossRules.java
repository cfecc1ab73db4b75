package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.bytes;
import static com.multigres.meta.testkit.topo.TopoFixture.eventually;
import static com.multigres.meta.testkit.topo.TopoFixture.path;
import static com.multigres.meta.testkit.topo.TopoFixture.refused;
import static com.multigres.meta.testkit.topo.TopoFixture.standing;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.lock.Election;
import com.multigres.meta.topo.lock.Leadership;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How an office is lost, how not, and when it passes on (T22, T25, T27). */
interface ElectionLossRules extends TopoFixture.OfElections {

  @Test
  @Rule("T27")
  default void aDeadLeaderIsSucceededAndLearnsOfIt() {
    if (lacking()) {
      return;
    }
    Faults faults = faults(Fault.CUT);
    TopoStore owner = another();
    Leadership dead = election(owner).campaign("dead", brief("lead"));
    AtomicInteger told = new AtomicInteger();
    dead.onLost(told::incrementAndGet);
    CompletableFuture<Leadership> next = candidate(store(), "next");
    faults.cut(owner);
    assertThat(won(next).isLeader()).isTrue();
    eventually().until(() -> told.get() == 1);
    refused(Code.LOCK_LOST, dead::check);
    faults.reconnect(owner);
    assertThat(leader()).contains("next");
  }

  @Test
  @Rule({"T27", "T22"})
  default void aLeaderThatIsBackWithinItsTimeToLiveLeadsOn() {
    if (lacking()) {
      return;
    }
    Faults faults = faults(Fault.CUT);
    TopoStore owner = another();
    Leadership leader = elected(owner, "leader");
    AtomicInteger told = new AtomicInteger();
    leader.onLost(told::incrementAndGet);
    CompletableFuture<Leadership> next = candidate(store(), "next");
    faults.cut(owner);
    eventually().until(() -> owner.connectionState() != ConnectionState.CONNECTED);
    faults.reconnect(owner);
    eventually().until(() -> owner.connectionState() == ConnectionState.CONNECTED);
    leader.check();
    assertThat(told).hasValue(0);
    assertThat(next).isNotDone();
    assertThat(leader()).contains("leader");
    leader.close();
    assertThat(won(next).isLeader()).isTrue();
  }

  @Test
  @Rule({"T27", "T25"})
  default void whoLostTheOfficeStandsAgainWhenItAsksToAndNotBefore() {
    if (lacking()) {
      return;
    }
    Faults faults = faults(Fault.CUT);
    TopoStore owner = another();
    Leadership former = election(owner).campaign("former", brief("lead"));
    CompletableFuture<Leadership> next = candidate(store(), "next");
    faults.cut(owner);
    Leadership now = won(next);
    faults.reconnect(owner);
    eventually().until(() -> owner.connectionState() == ConnectionState.CONNECTED);
    assertThat(store().locks().queue(OFFICE)).as("who holds or waits").hasSize(1);
    CompletableFuture<Leadership> again = candidate(owner, "former");
    now.close();
    Leadership second = won(again);
    assertThat(second.token().isAfter(former.token())).isTrue();
    assertThat(leader()).contains("former");
    refused(Code.LOCK_LOST, former::check);
  }

  @Test
  @Rule({"T27", "T22"})
  default void aCandidateWaitsForLongerThanItsOwnTimeToLive() {
    if (lacking()) {
      return;
    }
    Leadership leader = elected(store(), "of long life");
    CompletableFuture<Leadership> brief = candidate(another(), "of short life", brief("lead"));
    LockOptions patient = options("lead").waiting(Patience.longest().multipliedBy(2));
    CompletableFuture<Leadership> last = candidate(another(), "last", patient);
    long begun = System.nanoTime();
    Duration twice = gone(briefTtl().multipliedBy(2));
    eventually()
        .atMost(Patience.longest().plus(twice))
        .until(() -> System.nanoTime() - begun > twice.toNanos());
    leader.check();
    leader.close();
    Leadership second = won(brief);
    assertThat(second.isLeader()).as("in the order of asking").isTrue();
    assertThat(last).isNotDone();
    second.close();
    assertThat(won(last).isLeader()).isTrue();
  }

  @Test
  @Rule({"T27", "T25"})
  default void theTimeToLiveThatCountsIsTheDeadLeadersOwn() {
    if (lacking()) {
      return;
    }
    Faults faults = faults(Fault.KILL_OWNER);
    Patience.within("a dead leader's end", gone(briefTtl()), () -> fromDeathToSuccession(faults));
  }

  private Duration fromDeathToSuccession(Faults faults) {
    TopoStore owner = another();
    election(owner).campaign("of short life", brief("lead"));
    CompletableFuture<Leadership> next = candidate(store(), "of long life");
    long killed = System.nanoTime();
    faults.killOwner(owner);
    try (Leadership successor = won(next)) {
      Duration took = Duration.ofNanos(System.nanoTime() - killed);
      assertThat(successor.isLeader()).isTrue();
      return took;
    }
  }

  @Test
  @Rule({"T27", "T22", "T25"})
  default void aLeaderWhoseRenewalsFailStepsDownThoughItsReadsSucceed() {
    if (lacking()) {
      return;
    }
    Faults faults = faults(Fault.LOSE_RENEWALS);
    put(path("a"), "v");
    TopoStore owner = another();
    Leadership former = election(owner).campaign("former", brief("lead"));
    AtomicInteger told = new AtomicInteger();
    former.onLost(told::incrementAndGet);
    faults.loseRenewals(owner);
    CompletableFuture<Leadership> next = candidate(store(), "next");
    assertThat(standing(owner, path("a")).value()).isEqualTo(bytes("v"));
    Leadership now = won(next);
    assertThat(former.isLeader()).as("leads while another does").isFalse();
    refused(Code.LOCK_LOST, former::check);
    assertThat(standing(owner, path("a")).value()).isEqualTo(bytes("v"));
    owner.write(path("a"), bytes("w"), Expect.any());
    assertThat(election(owner).leader().map(Election.Leader::candidate)).contains("next");
    eventually().until(() -> told.get() == 1);
    now.check();
  }

  @Test
  @Rule({"T27", "T25"})
  default void aLeaderThatAnAdministratorRemovesLearnsOfItAndTheNextLeads() {
    if (lacking()) {
      return;
    }
    Leadership removed = elected(another(), "removed");
    AtomicInteger told = new AtomicInteger();
    removed.onLost(told::incrementAndGet);
    CompletableFuture<Leadership> next = candidate(another(), "next");
    LockInfo entry = election(store()).leader().orElseThrow().info();
    assertThat(store().locks().revoke(entry)).as("removed").isTrue();
    Leadership now = won(next);
    assertThat(now.token().isAfter(removed.token())).isTrue();
    eventually().until(() -> told.get() == 1);
    assertThat(removed.isLeader()).as("leads while another does").isFalse();
    refused(Code.LOCK_LOST, removed::check);
    assertThat(leader()).contains("next");
    removed.close();
    assertThat(store().locks().revoke(entry)).as("of a term that is over").isFalse();
    now.check();
  }

  @Test
  @Rule({"T27", "T25"})
  default void anOfficeThatIsTakenByForceIsLostAndComesBackToTheNextCandidate() {
    if (lacking()) {
      return;
    }
    Leadership former = elected(another(), "former");
    AtomicInteger told = new AtomicInteger();
    former.onLost(told::incrementAndGet);
    LockOptions force = options("repair").stealing(briefTtl());
    try (TopoLock outsider = store().locks().tryLock(OFFICE, force)) {
      assertThat(outsider.token().isAfter(former.token())).isTrue();
      eventually().until(() -> told.get() == 1);
      refused(Code.LOCK_LOST, former::check);
    }
    Leadership now = elected(another(), "now");
    assertThat(now.token().isAfter(former.token())).isTrue();
    assertThat(leader()).contains("now");
    assertThat(former.isLeader()).isFalse();
  }
}
