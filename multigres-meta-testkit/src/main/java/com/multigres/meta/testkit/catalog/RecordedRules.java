package com.multigres.meta.testkit.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.Requirements;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.fault.FaultPlan;
import com.multigres.meta.testkit.fault.FaultRun;
import com.multigres.meta.testkit.fault.FaultSchedule;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.HistoryRecorder;
import com.multigres.meta.testkit.history.check.HistoryChecker;
import com.multigres.meta.testkit.workload.CatalogWorkload;
import com.multigres.meta.testkit.workload.Judged;
import com.multigres.meta.testkit.workload.Ledger;
import com.multigres.meta.testkit.workload.StoreAddress;
import com.multigres.meta.testkit.workload.WorkloadPlan;
import com.multigres.meta.testkit.workload.WorkloadProcess.Kind;
import com.multigres.meta.testkit.workload.WorkloadProcesses;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What clients did at random, in peace and among accidents, recorded and judged: it is one gapless
 * order of generations in which each acknowledged change stands once (C5 to C9, C11).
 */
interface RecordedRules extends CatalogFixture {
  /** How many clients, each with a store of its own. */
  int CLIENTS = 6;

  /** How many operations all of them do in a test that is not long. */
  int OPERATIONS = 600;

  /** How many they do in the long form, unless a property says otherwise. */
  int MANY = 20_000;

  /** How many operations lie between two lost messages. */
  int BETWEEN = 23;

  @Test
  @Rule({"C5", "C6", "C7", "C8", "C9", "C11"})
  default void whatClientsDidInPeaceIsOneHistory() {
    judge(WorkloadPlan.of(CLIENTS, OPERATIONS, Duration.ofSeconds(2)), List.of());
  }

  @Test
  @Rule({"C5", "C6", "C7", "C8", "C9", "C11"})
  default void whatClientsDidAmongAccidentsIsOneHistory() {
    faults(Fault.CUT);
    judge(brief(OPERATIONS), List.copyOf(arrangedFaults().offered()));
  }

  @Test
  @Rule({"C5", "C9", "C11"})
  default void whatClientsDidWhileTheServerDiedIsOneHistory() {
    faults(Fault.KILL);
    judge(brief(OPERATIONS / 3), List.of(Fault.KILL));
  }

  @Test
  @Rule({"C5", "C11"})
  default void whatClientsDidWhileMessagesWereLostIsOneHistory() {
    faults(Fault.LOSE_MESSAGE);
    judge(brief(OPERATIONS / 3), List.of(Fault.LOSE_MESSAGE));
  }

  @Test
  @Tag("long")
  @Timeout(3600)
  @Rule({"C5", "C6", "C7", "C8", "C9", "C11"})
  default void whatClientsDidForLongIsOneHistory() {
    judge(
        WorkloadPlan.asAsked(2 * CLIENTS, MANY, Duration.ofSeconds(2)),
        List.copyOf(arrangedFaults().offered()));
  }

  @Test
  @Rule({"C5", "C6", "C7", "C11"})
  default void whatSeveralProcessesDidIsOneHistoryThoughOneIsKilled() {
    StoreAddress address = Requirements.addressed(address());
    WorkloadPlan plan = WorkloadPlan.of(CLIENTS / 2, OPERATIONS / 2, Duration.ofSeconds(2));
    List<CatalogStore> stores = Stream.generate(this::another).limit(plan.clients()).toList();
    History all =
        WorkloadProcesses.together(
            Kind.CATALOG, address, plan, 3, ledger -> new CatalogWorkload(plan, stores, ledger));
    Judged.assertKept(plan, all, new HistoryChecker());
  }

  /** Calls that give up soon, so that an accident costs no more than it must. */
  private WorkloadPlan brief(int operations) {
    return WorkloadPlan.of(CLIENTS, operations, Duration.ofSeconds(2))
        .within(Duration.ofMillis(600));
  }

  private void judge(WorkloadPlan plan, List<Fault> accidents) {
    List<CatalogStore> stores = Stream.generate(this::another).limit(plan.clients()).toList();
    FaultPlan possible =
        FaultPlan.of(arrangedFaults(), stores.size(), plan.clients() * plan.operations())
            .only(accidents)
            .notLongerThan(Duration.ofMillis(400));
    FaultSchedule schedule = FaultSchedule.of(plan.seed(), possible);
    HistoryRecorder recorder = new HistoryRecorder();
    Runnable losing = accidents.contains(Fault.LOSE_MESSAGE) ? losing(stores) : () -> {};
    try (CatalogWorkload workload = worked(plan, stores, recorder, schedule, losing)) {
      stores.forEach(RecordedRules::awaitAnswer);
      workload.settle();
    }
    Judged.assertKept(plan, recorder.history(), new HistoryChecker());
  }

  /** A workload that has done its work while a schedule happened. */
  private CatalogWorkload worked(
      WorkloadPlan plan,
      List<CatalogStore> stores,
      HistoryRecorder recorder,
      FaultSchedule schedule,
      Runnable losing) {
    try (FaultRun<CatalogStore> run = FaultRun.begin(schedule, arrangedFaults(), stores)) {
      Runnable announce =
          () -> {
            run.operationBegins();
            losing.run();
          };
      CatalogWorkload workload = new CatalogWorkload(plan, stores, new Ledger(recorder, announce));
      workload.work();
      return workload;
    }
  }

  /** Now and then the next change of one of them is lost, or the answer to it. */
  private Runnable losing(List<CatalogStore> stores) {
    AtomicInteger begun = new AtomicInteger();
    return () -> {
      int count = begun.incrementAndGet();
      if (count % BETWEEN == 0) {
        CatalogStore victim = stores.get(count / BETWEEN % stores.size());
        if (count % 2 == 0) {
          arrangedFaults().loseNextChange(victim);
        } else {
          arrangedFaults().loseNextAnswer(victim);
        }
      }
    };
  }

  private static void awaitAnswer(CatalogStore store) {
    Patience.eventually()
        .ignoreException(CatalogException.class)
        .until(() -> store.read().position().generation() > 0);
  }
}
