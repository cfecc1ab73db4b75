package com.multigres.meta.testkit.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.ServerFaults;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.workload.Disturbed.Beside;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a workload's history says of the accidents that befell its clients. */
class DisturbedTest {
  private static final int OPERATIONS = 100;

  private final List<String> expired = new CopyOnWriteArrayList<>();

  private List<TopoCall.SessionsEnded> ended(boolean apart) {
    WorkloadPlan plan =
        new WorkloadPlan(1, "w", 4, OPERATIONS, Duration.ofSeconds(1), Duration.ofSeconds(1), 1);
    return new Disturbed<>(
            List.of("first", "second"),
            new Expiring(apart),
            List.of(Fault.EXPIRE_SESSION),
            Beside.NOTHING,
            Duration.ZERO,
            store -> {})
        .record(plan, Announcing::new).history().operations().stream()
            .map(Operation::call)
            .map(TopoCall.SessionsEnded.class::cast)
            .toList();
  }

  @Test
  void sessionsThatSomebodyEndedWereThoseOfTheClientsOnThatStore() {
    List<TopoCall.SessionsEnded> ended = ended(true);
    assertThat(expired).isNotEmpty();
    // Four clients share two stores.
    assertThat(ended).hasSize(2 * expired.size());
    for (TopoCall.SessionsEnded one : ended) {
      boolean first = Set.of("w0", "w2").contains(one.owner().orElseThrow());
      assertThat(expired).contains(first ? "first" : "second");
    }
  }

  @Test
  void whereTheServerCannotTellWhoseTheyAreNobodyIsNamed() {
    List<TopoCall.SessionsEnded> ended = ended(false);
    assertThat(ended).hasSameSizeAs(expired).isNotEmpty();
    assertThat(ended).extracting(TopoCall.SessionsEnded::owner).containsOnly(Optional.empty());
  }

  private final class Expiring implements ServerFaults<String> {
    private final boolean apart;

    private Expiring(boolean apart) {
      this.apart = apart;
    }

    @Override
    public Set<Fault> offered() {
      return Set.of(Fault.EXPIRE_SESSION);
    }

    @Override
    public void expireSession(String store) {
      expired.add(store);
    }

    @Override
    public boolean tellsSessionsApart() {
      return apart;
    }
  }

  /** Does nothing, as often as all clients together do something. */
  private record Announcing(Ledger ledger) implements Workload {
    @Override
    public void work() {
      for (int i = 0; i < 4 * OPERATIONS; i++) {
        ledger.announce().run();
      }
    }

    @Override
    public List<String> settle() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
