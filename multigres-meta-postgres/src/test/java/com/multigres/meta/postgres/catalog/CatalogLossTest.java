package com.multigres.meta.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.Together;
import com.multigres.meta.testkit.proxy.Direction;
import com.multigres.meta.testkit.proxy.Fate;
import com.multigres.meta.testkit.proxy.TcpProxy;
import com.multigres.meta.testservers.PostgresExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections that are cut around a COMMIT: never a wrong answer (C11). */
class CatalogLossTest {
  private static final String COMMIT = "COMMIT";
  private static final List<CatalogChange> CREATE = List.of(CreateDatabase.named("db1"));

  @RegisterExtension static final PostgresExtension postgres = PostgresExtension.shared();

  private CatalogDatabase database;
  private TcpProxy proxy;
  private CatalogStore direct;
  private CatalogStore store;

  @BeforeEach
  void openThroughAProxy() {
    database = new CatalogDatabase(postgres);
    proxy = TcpProxy.to(database.database().host(), database.database().port());
    direct = database.open("");
    direct.initialise();
    // Statements that are never prepared travel as text, so that the proxy sees them.
    store = database.open(proxy.host() + ":" + proxy.port(), "?prepareThreshold=0");
    store.read();
  }

  @AfterEach
  void close() {
    proxy.accept();
    proxy.flow(Direction.TO_SERVER);
    store.close();
    direct.close();
    proxy.close();
    database.close();
  }

  private static CatalogException failure(CatalogStore by, ApplyOptions options) {
    return catchThrowableOfType(CatalogException.class, () -> by.apply(CREATE, options));
  }

  @Test
  @Rule("C11")
  void aCommitThatNeverArrivedIsKnownNotToBeApplied() {
    proxy.onSight(Direction.TO_SERVER, COMMIT, Fate.CUT);
    CatalogException error = failure(store, ApplyOptions.none());
    assertThat(error.code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(error.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(error.retrySafe()).isTrue();
    assertThat(direct.read().catalog().database("db1")).isEmpty();
  }

  @Test
  @Rule({"C11", "C5"})
  void anIdThatIsKnownNotToBeAppliedMayBeUsedAgain() {
    ApplyOptions mine = ApplyOptions.as(ChangeId.random());
    proxy.onSight(Direction.TO_SERVER, COMMIT, Fate.CUT);
    assertThat(failure(store, mine).outcome()).isEqualTo(Outcome.NOT_APPLIED);
    Applied applied = store.apply(CREATE, mine);
    assertThat(applied.changed()).isTrue();
    assertThat(direct.apply(CREATE, mine)).isEqualTo(applied);
  }

  @Test
  @Rule("C11")
  void aCommitWhoseReplyIsLostIsFoundApplied() {
    Position before = direct.read().position();
    proxy.onSight(Direction.TO_SERVER, COMMIT, Fate.FORWARD_THEN_CUT);
    Applied applied = store.apply(CREATE, ApplyOptions.none());
    assertThat(applied.changed()).isTrue();
    assertThat(applied.position().generation()).isEqualTo(before.generation() + 1);
    assertThat(direct.read().position()).isEqualTo(applied.position());
    assertThat(direct.history(Long.MAX_VALUE, 10)).hasSize(2);
  }

  @Test
  @Rule({"C11", "C5"})
  void aReplyThatIsLostOfWhatAlteredNothingIsTheSameReply() {
    Position there = direct.apply(CREATE, ApplyOptions.none()).position();
    proxy.onSight(Direction.TO_SERVER, COMMIT, Fate.FORWARD_THEN_CUT);
    List<CatalogChange> again = List.of(CreateDatabase.named("db1", true));
    Applied applied = store.apply(again, ApplyOptions.as(ChangeId.random()));
    assertThat(applied).isEqualTo(new Applied(there, false));
  }

  @Test
  @Rule("C11")
  void aCommitThatIsOnItsWayAtTheDeadlineIsUnknown() {
    proxy.onSight(
        Direction.TO_SERVER,
        COMMIT,
        () -> {
          proxy.stall(Direction.TO_SERVER);
          return Fate.FORWARD;
        });
    CatalogException error = failure(store.withTimeout(Duration.ofSeconds(2)), ApplyOptions.none());
    assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(error.code()).isEqualTo(Code.TIMEOUT);
  }

  @Test
  @Rule({"C11", "C5"})
  void randomCutsNeverGetAWrongAnswer(TestReporter reporter) {
    long seed = System.nanoTime();
    reporter.publishEntry("seed", Long.toString(seed));
    Map<String, Position> acknowledged = new ConcurrentHashMap<>();
    Map<String, Outcome> failed = new ConcurrentHashMap<>();
    Random random = new Random(seed);
    AtomicBoolean writing = new AtomicBoolean(true);
    AtomicInteger calls = new AtomicInteger();
    CompletableFuture<Void> cutter =
        CompletableFuture.runAsync(
            () -> {
              while (writing.get()) {
                int until = calls.get() + 1 + random.nextInt(12);
                await().until(() -> calls.get() >= until || !writing.get());
                proxy.cut();
              }
            });
    try {
      Together.all(4, thread -> write(thread, calls, acknowledged, failed));
    } finally {
      writing.set(false);
    }
    cutter.join();
    judge(acknowledged, failed, seed);
  }

  private int write(
      int thread,
      AtomicInteger calls,
      Map<String, Position> acknowledged,
      Map<String, Outcome> failed) {
    int count = 40;
    for (int i = 0; i < count; i++) {
      String name = "t" + thread + "n" + i;
      calls.incrementAndGet();
      List<CatalogChange> change = List.of(CreateDatabase.named(name));
      try {
        acknowledged.put(name, store.apply(change, ApplyOptions.none()).position());
      } catch (CatalogException error) {
        failed.put(name, error.outcome());
      }
    }
    return count;
  }

  private void judge(Map<String, Position> acknowledged, Map<String, Outcome> failed, long seed) {
    assertThat(acknowledged).as("seed %s", seed).isNotEmpty();
    List<HistoryEntry> log = direct.history(Long.MAX_VALUE, 10_000);
    assertThat(log.stream().map(entry -> entry.position().generation()).sorted())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, log.size()).boxed().toList());
    Map<String, Position> made = new ConcurrentHashMap<>();
    for (HistoryEntry entry : log) {
      if (!entry.changes().isEmpty()) {
        made.put(((CreateDatabase) entry.changes().get(0)).name(), entry.position());
      }
    }
    assertThat(made).as("seed %s", seed).containsAllEntriesOf(acknowledged);
    failed.forEach(
        (name, outcome) -> {
          if (outcome == Outcome.NOT_APPLIED) {
            assertThat(made).as("seed %s", seed).doesNotContainKey(name);
          }
        });
    assertThat(direct.check()).isEmpty();
  }
}
