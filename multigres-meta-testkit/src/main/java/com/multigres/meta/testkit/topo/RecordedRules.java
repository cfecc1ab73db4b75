package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.eventually;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Requirements;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.fault.FaultPlan;
import com.multigres.meta.testkit.workload.Disturbed;
import com.multigres.meta.testkit.workload.Disturbed.Beside;
import com.multigres.meta.testkit.workload.StoreAddress;
import com.multigres.meta.testkit.workload.TopoWorkload;
import com.multigres.meta.testkit.workload.WorkloadPlan;
import com.multigres.meta.testkit.workload.process.WorkloadProcess.Kind;
import com.multigres.meta.testkit.workload.process.WorkloadProcesses;
import com.multigres.meta.testkit.workload.process.WorkloadProcesses.Misfortune;
import com.multigres.meta.testkit.workload.verdict.Judged;
import com.multigres.meta.testkit.workload.verdict.LongRun;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What clients did at random, in peace and among accidents, recorded and judged: per path it is one
 * order (T5, T7 to T14, T18, T19, T22, T23, T25 to T27).
 */
@Timeout(900)
interface RecordedRules extends TopoFixture {
  /** How many clients, each with a store of its own. */
  int CLIENTS = 6;

  /** How many processes work together. */
  int PROCESSES = 4;

  /** How many operations all of them do in a test that is not long. */
  int OPERATIONS = 900;

  /** How many they do in the long form, unless a property says otherwise. */
  int MANY = 50_000;

  /** How many times as often as otherwise they read then. */
  int READS = 3;

  @Test
  @Rule({
    "T5", "T6", "T7", "T8", "T9", "T10", "T11", "T12", "T13", "T14", "T18", "T19", "T22", "T23",
    "T26", "T27"
  })
  default void whatClientsDidInPeaceIsOneHistory() {
    WorkloadPlan plan =
        WorkloadPlan.of(CLIENTS, 2 * OPERATIONS, briefTtl()).within(Duration.ofSeconds(30));
    Judged.inPeace(plan, recorded(plan, stores(plan), List.of(), Duration.ZERO));
  }

  @Test
  @Rule({"T5", "T7", "T8", "T9", "T10", "T11", "T13", "T14", "T22", "T23", "T25", "T26", "T27"})
  default void whatClientsDidAmongAccidentsIsOneHistory() {
    among(brief(OPERATIONS), anyAccident());
  }

  @Test
  @Rule({"T5", "T11", "T14", "T22"})
  default void whatClientsDidWhileTheServerHungIsOneHistory() {
    among(Fault.PAUSE);
  }

  @Test
  @Rule({"T5", "T11", "T14", "T22"})
  default void whatClientsDidWhileTheServerDiedIsOneHistory() {
    among(Fault.KILL);
  }

  @Test
  @Rule({"T5", "T11", "T14", "T22"})
  default void whatClientsDidWhileRequestsWereLostIsOneHistory() {
    among(Fault.DROP_REQUESTS);
  }

  @Test
  @Rule({"T5", "T11", "T14", "T22"})
  default void whatClientsDidWhileRepliesWereLostIsOneHistory() {
    among(Fault.DROP_REPLIES);
  }

  @Test
  @Rule({"T5", "T11", "T14", "T22"})
  default void whatClientsDidWhileAWayHungIsOneHistory() {
    among(Fault.HALF_OPEN);
  }

  @Test
  @Rule({"T5", "T14", "T22", "T23", "T25"})
  default void whatClientsDidWhileSessionsWereEndedByForceIsOneHistory() {
    among(Fault.EXPIRE_SESSION);
  }

  @Test
  @Rule({"T5", "T11", "T14", "T22"})
  default void whatClientsDidOverASlowWayIsOneHistory() {
    among(Fault.DELAY);
  }

  @Test
  @Rule({"T5", "T11", "T14", "T22"})
  default void whatClientsDidWhileClocksSteppedIsOneHistory() {
    among(Fault.SKEW_CLOCK);
  }

  @Test
  @Tag("long")
  @Tag("endurance")
  @Timeout(value = 1, unit = TimeUnit.DAYS)
  @Rule({"T5", "T7", "T8", "T9", "T10", "T11", "T13", "T14", "T22", "T23", "T25", "T26", "T27"})
  default void whatClientsDidForLongIsOneHistory() {
    needsAPromise();
    WorkloadPlan whole =
        WorkloadPlan.asAsked(2 * CLIENTS, MANY, briefTtl())
            .within(Duration.ofMillis(500))
            .reading(READS);
    List<TopoStore> stores = stores(whole);
    List<Fault> accidents = anyAccident();
    new LongRun(whole, accidents).all(plan -> recorded(plan, stores, accidents, gone(plan.ttl())));
  }

  @Test
  @Rule({"T5", "T8", "T9", "T10", "T11", "T13", "T22", "T23", "T25"})
  default void whatSeveralProcessesDidIsOneHistoryThoughOneIsKilled() {
    StoreAddress address = Requirements.addressed(address());
    WorkloadPlan plan = WorkloadPlan.of(CLIENTS / 2, OPERATIONS / 2, briefTtl());
    List<TopoStore> stores = stores(plan);
    Misfortune misfortune =
        store().capabilities().has(Capability.GUARDED_WRITES)
            ? Misfortune.KILLED_AND_SUSPENDED
            : Misfortune.KILLED;
    Disturbed.Recorded recorded =
        WorkloadProcesses.together(
            Kind.TOPO,
            address,
            plan,
            PROCESSES - 1,
            misfortune,
            ledger -> new TopoWorkload(plan, stores, ledger));
    Judged.together(PROCESSES, plan, recorded);
  }

  private void among(Fault fault) {
    faults(fault);
    among(brief(OPERATIONS / 3), List.of(fault));
  }

  private void among(WorkloadPlan plan, List<Fault> accidents) {
    needsAPromise();
    Judged.among(accidents, plan, recorded(plan, stores(plan), accidents, Duration.ZERO));
  }

  /** Where a failover may lose what was acknowledged, a history of accidents shows nothing. */
  private void needsAPromise() {
    if (!store().capabilities().has(Capability.LINEARIZABLE_READS)) {
      needs(Capability.DURABLE_FAILOVER, "");
    }
  }

  /** Whatever can be arranged, if anything can. */
  private List<Fault> anyAccident() {
    List<Fault> accidents = FaultPlan.survivable(arrangedFaults());
    if (accidents.isEmpty()) {
      faults(Fault.CUT);
    }
    return accidents;
  }

  /** Calls that give up soon, so that an accident costs no more than it must. */
  private WorkloadPlan brief(int operations) {
    return WorkloadPlan.of(CLIENTS, operations, briefTtl()).within(Duration.ofMillis(250));
  }

  private List<TopoStore> stores(WorkloadPlan plan) {
    return Stream.generate(this::another).limit(plan.clients()).toList();
  }

  /** What clients did at a place of their own. */
  private Disturbed.Recorded recorded(
      WorkloadPlan plan, List<TopoStore> stores, List<Fault> accidents, Duration enduring) {
    TopoPath root = TopoPath.of("workload-" + plan.name());
    return new Disturbed<>(
            stores,
            arrangedFaults(),
            accidents,
            Beside.NOTHING,
            enduring,
            RecordedRules::awaitConnected)
        .record(
            plan,
            ledger ->
                accidents.isEmpty()
                    ? TopoWorkload.undisturbed(plan, stores, ledger, root)
                    : new TopoWorkload(plan, stores, ledger, root));
  }

  private static void awaitConnected(TopoStore store) {
    eventually().until(() -> store.connectionState() == ConnectionState.CONNECTED);
  }
}
