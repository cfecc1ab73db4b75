package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.bytes;
import static com.multigres.meta.testkit.topo.TopoFixture.eventually;
import static com.multigres.meta.testkit.topo.TopoFixture.path;
import static com.multigres.meta.testkit.topo.TopoFixture.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.multigres.meta.store.ErrorCategory;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.LibraryThreads;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When things end without a farewell, and what is known then (T11, T14, T18, T29). */
interface CrashRules extends TopoFixture {

  @Test
  @Rule("T11")
  default void theOutcomeOfEveryWriteInAnOutageIsTrue() {
    Faults faults = faults(Fault.CUT);
    TopoStore client = another();
    TopoStore hurried = client.withTimeout(Duration.ofMillis(500));
    Map<TopoPath, Outcome> failed = new ConcurrentHashMap<>();
    int each = 40;
    for (int round = 0; round < 3; round++) {
      int first = round * each;
      AtomicInteger written = new AtomicInteger();
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(
              () -> {
                for (int i = first; i < first + each; i++) {
                  write(hurried, path("n" + i), failed);
                  written.incrementAndGet();
                }
              });
      int failedBefore = failed.size();
      eventually().until(() -> written.get() > each / 4);
      faults.cut(client);
      eventually().until(() -> writer.isDone() || failed.size() > failedBefore);
      faults.reconnect(client);
      writer.join();
      eventually().until(() -> client.connectionState() == ConnectionState.CONNECTED);
    }
    for (int i = 0; i < 3 * each; i++) {
      boolean stands = store().read(path("n" + i)).isPresent();
      Outcome failure = failed.get(path("n" + i));
      if (failure != Outcome.UNKNOWN) {
        assertThat(stands)
            .as("n%s stands, having %s failed", i, failure)
            .isEqualTo(failure == null);
      }
    }
  }

  private static void write(TopoStore client, TopoPath path, Map<TopoPath, Outcome> failed) {
    try {
      client.write(path, bytes("v"), Expect.absent());
    } catch (TopoException away) {
      assertThat(away.category()).as(away.getMessage()).isEqualTo(ErrorCategory.TRANSIENT);
      failed.put(path, away.outcome());
    }
  }

  @Test
  @Rule({"T11", "T14", "T18"})
  default void whatWasAcknowledgedSurvivesTheServersDeath() {
    Faults faults = faults(Fault.KILL);
    Session session = closing(store().openSession(ttl()));
    Version bound = session.create(path("bound"), bytes("v"));
    WatchRecorder watcher = watching(TopoPath.root()).awaitInSync();
    Version last = put(path("a"), "0");
    for (int i = 1; i <= 20; i++) {
      last = put(path("a"), "" + i);
    }
    faults.kill();
    eventually().until(() -> store().connectionState() != ConnectionState.CONNECTED);
    faults.restart();
    eventually().until(() -> store().connectionState() == ConnectionState.CONNECTED);
    assertThat(standing(store(), path("a")).version()).isEqualTo(last);
    assertThat(standing(store(), path("bound")).version()).isEqualTo(bound);
    put(path("b"), "after");
    watcher.awaitNodes(store().list(TopoPath.root()));
    assertThat(session.isOver()).isFalse();
  }

  @Test
  @Rule("T29")
  default void openingWithoutAServerFailsAndLeavesNoThread() {
    Faults faults = faults(Fault.KILL);
    put(path("a"), "v");
    faults.kill();
    eventually().until(() -> store().connectionState() != ConnectionState.CONNECTED);
    // An open store's threads come and go while it looks for the server.
    store().close();
    LibraryThreads before = LibraryThreads.remembered();
    TopoException error = catchThrowableOfType(TopoException.class, this::another);
    assertThat(error).as("the refusal to open").isNotNull();
    assertThat(error.category()).as(error.getMessage()).isEqualTo(ErrorCategory.TRANSIENT);
    assertThat(error.getMessage()).doesNotContain("\n").isNotBlank();
    eventually().untilAsserted(before::assertNoneMore);
    faults.restart();
    TopoStore after = eventually().ignoreExceptions().until(this::another, store -> true);
    assertThat(after.read(path("a"))).isPresent();
  }
}
