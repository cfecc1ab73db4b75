package com.multigres.meta.testkit.workload;

import com.multigres.meta.testkit.Evidence;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.ServerFaults;
import com.multigres.meta.testkit.fault.FaultPlan;
import com.multigres.meta.testkit.fault.FaultRun;
import com.multigres.meta.testkit.fault.FaultSchedule;
import com.multigres.meta.testkit.fault.Injection;
import com.multigres.meta.testkit.fault.Target;
import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.HistoryRecorder;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.history.TopoCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Workloads that go on while accidents happen.
 *
 * @param <S> the kind of store
 * @param stores whom accidents befall, and on which the clients work
 * @param faults arranges them
 * @param accidents which ones; none in peace
 * @param beside what else happens before each operation
 * @param enduring how long a cut or a pause lasts now and then, so that leases end meanwhile; zero
 *     for never
 * @param recovered waits until a store works again, when all is over
 */
public record Disturbed<S>(
    List<S> stores,
    ServerFaults<S> faults,
    List<Fault> accidents,
    Beside beside,
    Duration enduring,
    Consumer<S> recovered) {
  private static final Duration LONGEST = Duration.ofMillis(400);

  /**
   * What was recorded, and what happened meanwhile.
   *
   * @param history what clients did
   * @param injected how many accidents of each kind
   * @param missed what did not come about in the end, in words
   */
  public record Recorded(History history, Map<Fault, Integer> injected, List<String> missed) {
    // Copies.
    public Recorded {
      injected = Map.copyOf(injected);
      missed = List.copyOf(missed);
    }
  }

  /** What happens before each operation besides the accidents of a schedule. */
  public interface Beside {
    /** Nothing. */
    Beside NOTHING =
        new Beside() {
          @Override
          public void before() {}

          @Override
          public Map<Fault, Integer> counts() {
            return Map.of();
          }
        };

    /** A client is about to begin an operation. */
    void before();

    /**
     * Which accidents it arranged.
     *
     * @return how many of each kind
     */
    Map<Fault, Integer> counts();
  }

  /** Copies the lists. */
  public Disturbed {
    stores = List.copyOf(stores);
    accidents = List.copyOf(accidents);
  }

  /**
   * Works, and settles when the accidents are over.
   *
   * @param plan how much is done; its seed decides the accidents too
   * @param making makes the workload
   * @return what was recorded
   */
  public Recorded record(WorkloadPlan plan, Function<Ledger, Workload> making) {
    FaultPlan possible =
        FaultPlan.of(faults, stores.size(), plan.clients() * plan.operations())
            .only(accidents)
            .notLongerThan(LONGEST)
            .enduring(enduring);
    if (accidents.equals(List.of(Fault.KILL))) {
      // After each of them everybody waits for the server.
      possible = possible.half();
    }
    HistoryRecorder recorder = new HistoryRecorder();
    FaultRun<S> run = FaultRun.begin(FaultSchedule.of(plan.seed(), possible), faults, stores);
    Runnable announce =
        () -> {
          run.operationBegins();
          beside.before();
        };
    List<String> missed;
    try (Workload workload = making.apply(new Ledger(recorder, announce))) {
      try (run) {
        workload.work();
      }
      stores.forEach(recovered);
      missed = workload.settle();
    }
    History forced = new History(sessionsEnded(run, plan));
    return new Recorded(recorder.history().with(forced), counts(run), missed);
  }

  private Map<Fault, Integer> counts(FaultRun<S> run) {
    Map<Fault, Integer> more = beside.counts();
    Evidence.of(new Evidence.FaultsInjected(more));
    Map<Fault, Integer> all = run.counts();
    more.forEach((fault, count) -> all.merge(fault, count, Integer::sum));
    return all;
  }

  /** What holders cannot know at once belongs into the history. */
  private List<Operation> sessionsEnded(FaultRun<?> run, WorkloadPlan plan) {
    long before = System.nanoTime();
    Instant wall = Instant.now();
    long after = System.nanoTime();
    List<Operation> ended = new ArrayList<>();
    for (Injection injection : run.injections()) {
      if (injection.incident().fault() == Fault.EXPIRE_SESSION) {
        // Whatever passed between the looks at the two clocks: it was between these moments.
        long ago = Duration.between(injection.began(), wall).toNanos();
        long returned = after - ago + injection.lasted().toNanos();
        for (Optional<String> owner : owners(injection.incident().target(), plan)) {
          Call call = new TopoCall.SessionsEnded(owner, plan.ttl());
          Ending done = new Ending.Done(new Result.Nothing());
          ended.add(new Operation("faults", call, done, before - ago, returned));
        }
      }
    }
    return ended;
  }

  /** The clients on the store that it befell; nobody by name where others' sessions went too. */
  private List<Optional<String>> owners(Target target, WorkloadPlan plan) {
    if (!faults.tellsSessionsApart()) {
      return List.of(Optional.empty());
    }
    return IntStream.range(0, plan.clients())
        .filter(client -> client % stores.size() == target.number())
        .mapToObj(client -> Optional.of(plan.clientName(client)))
        .toList();
  }
}
