package com.multigres.meta.testkit.catalog;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.Requirements;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.fault.FaultPlan;
import com.multigres.meta.testkit.workload.CatalogWorkload;
import com.multigres.meta.testkit.workload.Disturbed;
import com.multigres.meta.testkit.workload.Disturbed.Beside;
import com.multigres.meta.testkit.workload.StoreAddress;
import com.multigres.meta.testkit.workload.WorkloadPlan;
import com.multigres.meta.testkit.workload.process.WorkloadProcess.Kind;
import com.multigres.meta.testkit.workload.process.WorkloadProcesses;
import com.multigres.meta.testkit.workload.process.WorkloadProcesses.Misfortune;
import com.multigres.meta.testkit.workload.verdict.Judged;
import com.multigres.meta.testkit.workload.verdict.LongRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What clients did at random, in peace and among accidents, recorded and judged: it is one gapless
 * order of generations in which each acknowledged change stands once, with its effect (C3 to C9,
 * C11).
 */
@Timeout(900)
interface RecordedRules extends CatalogFixture {
  /** How many clients, each with a store of its own. */
  int CLIENTS = 6;

  /** How many operations all of them do in a test that is not long. */
  int OPERATIONS = 600;

  /** How many they do in the long form, unless a property says otherwise. */
  int MANY = 20_000;

  /** How many times as often as otherwise they read then: a catalog is changed rarely. */
  int READS = 10;

  /** How many processes work together. */
  int PROCESSES = 4;

  /** How many operations lie between two lost messages. */
  int BETWEEN = 23;

  @Test
  @Rule({"C3", "C4", "C5", "C6", "C7", "C8", "C9", "C11"})
  default void whatClientsDidInPeaceIsOneHistory() {
    WorkloadPlan plan =
        WorkloadPlan.of(CLIENTS, OPERATIONS, Duration.ofSeconds(2)).within(Duration.ofSeconds(30));
    Judged.inPeace(plan, recorded(plan, stores(plan), List.of()));
  }

  @Test
  @Rule({"C3", "C4", "C5", "C6", "C7", "C8", "C9", "C11"})
  default void whatClientsDidAmongAccidentsIsOneHistory() {
    among(brief(OPERATIONS), anyAccident());
  }

  @Test
  @Rule({"C5", "C9", "C11"})
  default void whatClientsDidWhileTheServerDiedIsOneHistory() {
    faults(Fault.KILL);
    among(brief(OPERATIONS / 3), List.of(Fault.KILL));
  }

  @Test
  @Rule({"C5", "C11"})
  default void whatClientsDidWhileMessagesWereLostIsOneHistory() {
    faults(Fault.LOSE_MESSAGE);
    among(brief(OPERATIONS / 3), List.of(Fault.LOSE_MESSAGE));
  }

  @Test
  @Tag("long")
  @Tag("endurance")
  @Timeout(value = 1, unit = TimeUnit.DAYS)
  @Rule({"C3", "C4", "C5", "C6", "C7", "C8", "C9", "C11"})
  default void whatClientsDidForLongIsOneHistory() {
    WorkloadPlan whole =
        WorkloadPlan.asAsked(2 * CLIENTS, MANY, Duration.ofSeconds(2))
            .within(Duration.ofMillis(600))
            .reading(READS);
    needsAPromise();
    List<CatalogStore> stores = stores(whole);
    List<Fault> accidents = anyAccident();
    new LongRun(whole, accidents).all(plan -> recorded(plan, stores, accidents));
  }

  @Test
  @Rule({"C5", "C6", "C7", "C11"})
  default void whatSeveralProcessesDidIsOneHistoryThoughOneIsKilled() {
    StoreAddress address = Requirements.addressed(address());
    WorkloadPlan plan = WorkloadPlan.of(CLIENTS / 2, OPERATIONS / 2, Duration.ofSeconds(2));
    List<CatalogStore> stores = stores(plan);
    Disturbed.Recorded recorded =
        WorkloadProcesses.together(
            Kind.CATALOG,
            address,
            plan,
            PROCESSES - 1,
            Misfortune.KILLED,
            ledger -> new CatalogWorkload(plan, stores, ledger));
    Judged.together(PROCESSES, plan, recorded);
  }

  /** Where a failover may lose what was acknowledged, a history of accidents shows nothing. */
  private void needsAPromise() {
    if (!has(CatalogCapability.LINEARIZABLE_READS)) {
      needs(CatalogCapability.DURABLE_FAILOVER, "");
    }
  }

  /** Whatever can be arranged, if anything can. */
  private List<Fault> anyAccident() {
    List<Fault> accidents = new ArrayList<>(FaultPlan.survivable(arrangedFaults()));
    if (arrangedFaults().offered().contains(Fault.LOSE_MESSAGE)) {
      accidents.add(Fault.LOSE_MESSAGE);
    }
    if (accidents.isEmpty()) {
      faults(Fault.CUT);
    }
    return accidents;
  }

  /** Calls that give up soon, so that an accident costs no more than it must. */
  private WorkloadPlan brief(int operations) {
    return WorkloadPlan.of(CLIENTS, operations, Duration.ofSeconds(2))
        .within(Duration.ofMillis(600));
  }

  private void among(WorkloadPlan plan, List<Fault> accidents) {
    needsAPromise();
    Judged.among(accidents, plan, recorded(plan, stores(plan), accidents));
  }

  private List<CatalogStore> stores(WorkloadPlan plan) {
    return Stream.generate(this::another).limit(plan.clients()).toList();
  }

  private Disturbed.Recorded recorded(
      WorkloadPlan plan, List<CatalogStore> stores, List<Fault> accidents) {
    Beside losing =
        accidents.contains(Fault.LOSE_MESSAGE)
            ? new LostMessages(arrangedFaults(), stores, BETWEEN * plan.reads())
            : Beside.NOTHING;
    return new Disturbed<>(
            stores, arrangedFaults(), accidents, losing, Duration.ZERO, RecordedRules::awaitAnswer)
        .record(plan, ledger -> new CatalogWorkload(plan, stores, ledger));
  }

  private static void awaitAnswer(CatalogStore store) {
    Patience.eventually()
        .ignoreException(CatalogException.class)
        .until(() -> store.read().position().generation() > 0);
  }
}
