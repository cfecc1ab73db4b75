package com.multigres.meta.testkit.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.Requirements;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.check.HistoryChecker;
import com.multigres.meta.testkit.workload.CatalogWorkload;
import com.multigres.meta.testkit.workload.Disturbed;
import com.multigres.meta.testkit.workload.StoreAddress;
import com.multigres.meta.testkit.workload.WorkloadPlan;
import com.multigres.meta.testkit.workload.process.WorkloadProcess.Kind;
import com.multigres.meta.testkit.workload.process.WorkloadProcesses;
import com.multigres.meta.testkit.workload.verdict.Judged;
import com.multigres.meta.testkit.workload.verdict.LongRun;
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
  @Tag("endurance")
  @Timeout(3600)
  @Rule({"C5", "C6", "C7", "C8", "C9", "C11"})
  default void whatClientsDidForLongIsOneHistory() {
    WorkloadPlan whole =
        WorkloadPlan.asAsked(2 * CLIENTS, MANY, Duration.ofSeconds(2))
            .within(Duration.ofMillis(600));
    List<CatalogStore> stores = Stream.generate(this::another).limit(whole.clients()).toList();
    new LongRun(whole).all(plan -> recorded(plan, stores, List.copyOf(arrangedFaults().offered())));
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
    Judged.assertKept(plan, recorded(plan, stores, accidents).history(), new HistoryChecker());
  }

  private Disturbed.Recorded recorded(
      WorkloadPlan plan, List<CatalogStore> stores, List<Fault> accidents) {
    Runnable losing = accidents.contains(Fault.LOSE_MESSAGE) ? losing(stores) : () -> {};
    return new Disturbed<>(stores, arrangedFaults(), accidents, losing, RecordedRules::awaitAnswer)
        .record(plan, ledger -> new CatalogWorkload(plan, stores, ledger));
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
