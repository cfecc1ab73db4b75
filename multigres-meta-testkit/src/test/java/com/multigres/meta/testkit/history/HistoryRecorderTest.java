package com.multigres.meta.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.Seed;
import com.multigres.meta.testkit.Together;
import com.multigres.meta.testkit.history.check.HistoryChecker;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What really happens to the reference is recorded, and passes. */
class HistoryRecorderTest {
  private static final int CLIENTS = 8;
  private static final int ROUNDS = 300;

  private final HistoryRecorder recorder = new HistoryRecorder();

  @Test
  void theReferenceKeepsTheRulesUnderManyClients() {
    long seed = Seed.of("clients of the reference");
    try (TopoStore store = TopoStores.open("memory://history-recorder")) {
      ClientLog watcher = recorder.client("watcher");
      watcher.record(
          new TopoCall.Watch("w", TopoPath.root(), true, false),
          () ->
              store.watch(
                  TopoPath.root(),
                  WatchOptions.tree(),
                  event -> watcher.told(new TopoCall.Told("w", WatchNews.of(event)))),
          watch -> new Result.Nothing());
      Together.all(CLIENTS, client -> run(store, client, new Random(seed + client)));
    }
    Map<String, Verdict> verdicts = new HistoryChecker().check(recorder.history());
    assertThat(verdicts).containsOnlyKeys("nodes", "watches", "locks");
    assertThat(verdicts.values()).containsOnly(new Verdict.Passed());
    assertThat(recorder.history().size()).isGreaterThan(CLIENTS * ROUNDS);
  }

  @Test
  void whatBecomesKnownStandsSinceItsBeginningAndWhatIsWithdrawnLeavesNothing() {
    ClientLog log = recorder.client("c");
    TopoCall guessed = TopoCall.delete(TopoPath.of("a"), Expect.any());
    TopoCall known = TopoCall.delete(TopoPath.of("b"), Expect.any());
    ClientLog.Started started = log.begin(guessed);
    long invoked = recorder.history().operations().get(0).invoked();

    started.exactly(known, invoked - 1);

    assertThat(recorder.history().operations())
        .containsExactly(
            new Operation("c", known, new Ending.Unknown("IN_FLIGHT"), invoked, Operation.NEVER));
    log.begin(guessed).withdrawn();
    assertThat(recorder.history().size()).isEqualTo(1);
  }

  @Test
  void whatCannotBeginBeforeAMomentStandsFromThatOn() {
    ClientLog.Started started =
        recorder.client("c").begin(TopoCall.delete(TopoPath.of("a"), Expect.any()));
    long later = recorder.history().operations().get(0).invoked() + 1_000_000_000;
    started.exactly(TopoCall.delete(TopoPath.of("b"), Expect.any()), later);
    assertThat(recorder.history().operations())
        .extracting(Operation::invoked)
        .containsExactly(later);
  }

  @Test
  void whatWasSeenStandsSinceItWasLookedFor() {
    AtomicLong looked = new AtomicLong();
    TopoCall holder =
        new TopoCall.HolderSeen("o", TopoPath.of("l"), LockKind.QUEUE, Optional.empty());
    recorder
        .client("c")
        .seen(
            () -> {
              looked.set(System.nanoTime());
              return holder;
            });
    Operation seen = recorder.history().operations().get(0);
    assertThat(seen.call()).isEqualTo(holder);
    assertThat(looked.get()).isBetween(seen.invoked(), seen.returned());
  }

  private long run(TopoStore store, int client, Random random) {
    ClientLog log = recorder.client("c" + client);
    for (int i = 0; i < ROUNDS; i++) {
      TopoPath path = TopoPath.of("p" + random.nextInt(3));
      Optional<Node> node = log.record(new TopoCall.Get(path), () -> store.read(path), Result::of);
      Expect expect = node.map(one -> Expect.version(one.version())).orElseGet(Expect::absent);
      Throwable refused = catchThrowable(() -> write(store, log, path, expect));
      assertThat(refused == null || refused instanceof TopoException).isTrue();
      if (i % 50 == 0) {
        lock(store, log);
      }
    }
    return client;
  }

  private static void write(TopoStore store, ClientLog log, TopoPath path, Expect expect) {
    ByteString value = ByteString.copyFromUtf8("" + System.nanoTime());
    log.record(
        TopoCall.put(path, value, expect),
        () -> store.write(path, value, expect),
        version -> new Result.Written(Map.of(path, version)));
  }

  private static void lock(TopoStore store, ClientLog log) {
    TopoPath path = TopoPath.of("locked");
    TopoLock lock =
        log.record(
            new TopoCall.Acquire(path, LockKind.QUEUE),
            () -> store.locks().lock(path, LockOptions.of("test")),
            held -> new Result.Granted(held.token()));
    log.record(new TopoCall.StillHolds(path, LockKind.QUEUE, lock.token()), lock::check);
    log.record(new TopoCall.Release(path, LockKind.QUEUE, lock.token()), lock::close);
  }
}
