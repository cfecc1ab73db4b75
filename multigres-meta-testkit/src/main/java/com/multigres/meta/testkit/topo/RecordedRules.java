package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.eventually;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Requirements;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.check.HistoryChecker;
import com.multigres.meta.testkit.workload.Disturbed;
import com.multigres.meta.testkit.workload.StoreAddress;
import com.multigres.meta.testkit.workload.TopoWorkload;
import com.multigres.meta.testkit.workload.WorkloadPlan;
import com.multigres.meta.testkit.workload.process.WorkloadProcess.Kind;
import com.multigres.meta.testkit.workload.process.WorkloadProcesses;
import com.multigres.meta.testkit.workload.verdict.Judged;
import com.multigres.meta.testkit.workload.verdict.LongRun;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What clients did at random, in peace and among accidents, recorded and judged: per path it is one
 * order (T5, T7 to T14, T19, T22, T23, T25, T27).
 */
interface RecordedRules extends TopoFixture {
  /** How many clients, each with a store of its own. */
  int CLIENTS = 6;

  /** How many operations all of them do in a test that is not long. */
  int OPERATIONS = 900;

  /** How many they do in the long form, unless a property says otherwise. */
  int MANY = 50_000;

  @Test
  @Rule({"T5", "T7", "T8", "T9", "T10", "T11", "T12", "T13", "T14", "T19", "T22", "T23", "T27"})
  default void whatClientsDidInPeaceIsOneHistory() {
    judge(WorkloadPlan.of(CLIENTS, 2 * OPERATIONS, briefTtl()), List.of());
  }

  @Test
  @Rule({"T5", "T7", "T8", "T9", "T10", "T11", "T13", "T14", "T22", "T23", "T25", "T27"})
  default void whatClientsDidAmongAccidentsIsOneHistory() {
    faults(Fault.CUT);
    judge(brief(OPERATIONS), List.copyOf(arrangedFaults().offered()));
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
  @Timeout(3600)
  @Rule({"T5", "T7", "T8", "T9", "T10", "T11", "T13", "T14", "T22", "T23", "T25", "T27"})
  default void whatClientsDidForLongIsOneHistory() {
    needs(Capability.LINEARIZABLE_READS, "");
    WorkloadPlan whole =
        WorkloadPlan.asAsked(2 * CLIENTS, MANY, briefTtl()).within(Duration.ofMillis(500));
    List<TopoStore> stores = Stream.generate(this::another).limit(whole.clients()).toList();
    new LongRun(whole).all(plan -> recorded(plan, stores, List.copyOf(arrangedFaults().offered())));
  }

  @Test
  @Rule({"T5", "T8", "T9", "T10", "T11", "T13", "T22", "T23"})
  default void whatSeveralProcessesDidIsOneHistoryThoughOneIsKilled() {
    StoreAddress address = Requirements.addressed(address());
    WorkloadPlan plan = WorkloadPlan.of(CLIENTS / 2, OPERATIONS / 2, briefTtl());
    List<TopoStore> stores = Stream.generate(this::another).limit(plan.clients()).toList();
    History all =
        WorkloadProcesses.together(
            Kind.TOPO, address, plan, 3, ledger -> new TopoWorkload(plan, stores, ledger));
    Judged.assertKept(plan, all, new HistoryChecker());
  }

  private void among(Fault fault) {
    faults(fault);
    judge(brief(OPERATIONS / 3), List.of(fault));
  }

  /** Calls that give up soon, so that an accident costs no more than it must. */
  private WorkloadPlan brief(int operations) {
    return WorkloadPlan.of(CLIENTS, operations, briefTtl()).within(Duration.ofMillis(250));
  }

  private void judge(WorkloadPlan plan, List<Fault> accidents) {
    needs(Capability.LINEARIZABLE_READS, "");
    List<TopoStore> stores = Stream.generate(this::another).limit(plan.clients()).toList();
    Judged.assertKept(plan, recorded(plan, stores, accidents).history(), new HistoryChecker());
  }

  /** What clients did at a place of their own. */
  private Disturbed.Recorded recorded(
      WorkloadPlan plan, List<TopoStore> stores, List<Fault> accidents) {
    TopoPath root = TopoPath.of("workload-" + plan.name());
    return new Disturbed<>(
            stores, arrangedFaults(), accidents, () -> {}, RecordedRules::awaitConnected)
        .record(plan, ledger -> new TopoWorkload(plan, stores, ledger, root));
  }

  private static void awaitConnected(TopoStore store) {
    eventually().until(() -> store.connectionState() == ConnectionState.CONNECTED);
  }
}
