package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.bytes;
import static com.multigres.meta.testkit.topo.TopoFixture.path;
import static com.multigres.meta.testkit.topo.TopoFixture.standing;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.Seed;
import com.multigres.meta.testkit.Together;
import com.multigres.meta.testkit.topo.internal.MixedLoad;
import com.multigres.meta.testkit.topo.internal.OrderWitness;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WatchOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Many at once, of one thing and of everything (T5, T6, T8 to T10, T13, T19, T20, T22 to T24). */
interface ConcurrencyRules extends TopoFixture {

  @Test
  @Rule("T9")
  default void ofManyConditionalWritersExactlyOneWins() {
    List<TopoStore> clients = List.of(store(), another(), another(), another());
    for (int round = 0; round < 25; round++) {
      TopoPath path = path("round" + round);
      Version start = put(path, "start");
      List<Code> losers = race(clients, path, Expect.version(start));
      assertThat(losers).hasSize(15).containsOnly(Code.BAD_VERSION);
    }
  }

  @Test
  @Rule("T9")
  default void ofManyCreatorsExactlyOneWins() {
    List<TopoStore> clients = List.of(store(), another(), another(), another());
    for (int round = 0; round < 25; round++) {
      List<Code> losers = race(clients, path("round" + round), Expect.absent());
      assertThat(losers).hasSize(15).containsOnly(Code.NODE_EXISTS);
    }
  }

  private static List<Code> race(List<TopoStore> clients, TopoPath path, Expect expect) {
    List<Object> results =
        Together.all(
            16,
            thread -> {
              try {
                return clients
                    .get(thread % clients.size())
                    .write(path, bytes("by " + thread), expect);
              } catch (TopoException lost) {
                return lost.code();
              }
            });
    List<Object> winners = results.stream().filter(Version.class::isInstance).toList();
    assertThat(winners).as("winners of %s", results).hasSize(1);
    assertThat(standing(clients.get(0), path).version()).isEqualTo(winners.get(0));
    return results.stream().filter(Code.class::isInstance).map(Code.class::cast).toList();
  }

  @Test
  @Rule({"T5", "T9"})
  default void noIncrementIsLost() {
    List<TopoStore> clients = List.of(store(), another());
    put(path("counter"), "0");
    int threads = 8;
    int each = 25;
    Together.all(threads, thread -> increment(clients.get(thread % 2), each));
    assertThat(standing(store(), path("counter")).value()).isEqualTo(bytes("" + threads * each));
  }

  private static int increment(TopoStore client, int times) {
    for (int done = 0; done < times; ) {
      Node node = standing(client, path("counter"));
      int next = Integer.parseInt(node.value().toStringUtf8()) + 1;
      try {
        client.write(node.path(), bytes("" + next), Expect.version(node.version()));
        done++;
      } catch (TopoException race) {
        assertThat(race.code()).isEqualTo(Code.BAD_VERSION);
      }
    }
    return times;
  }

  @Test
  @Rule({"T12", "T13"})
  default void watchersUnderConcurrentWritesEndInTheExactFinalState() {
    List<TopoStore> clients = List.of(store(), another(), another());
    List<WatchRecorder> watchers = new CopyOnWriteArrayList<>();
    clients.forEach(client -> watchers.add(watching(client, TopoPath.root(), WatchOptions.tree())));
    long seed = Seed.of("concurrent writes");
    Together.all(
        6,
        thread -> {
          Random random = new Random(seed + thread);
          TopoStore client = clients.get(thread % clients.size());
          for (int i = 0; i < 100; i++) {
            scribble(client, random, thread, i);
            if (i == 50) {
              watchers.add(0, watching(client, TopoPath.root(), WatchOptions.tree()));
            }
          }
          return 0;
        });
    List<Node> end = store().list(TopoPath.root());
    watchers.forEach(watcher -> watcher.awaitNodes(end));
    assertThat(watchers).as("seed %s", seed).noneMatch(WatchRecorder::overlapped);
  }

  private static void scribble(TopoStore client, Random random, int thread, int i) {
    TopoPath path = TopoPath.of("d" + random.nextInt(3), "n" + random.nextInt(5));
    try {
      if (random.nextInt(4) == 0) {
        client.delete(path, Expect.any());
      } else {
        client.write(path, bytes(thread + "-" + i), Expect.any());
      }
    } catch (TopoException gone) {
      assertThat(gone.code()).isEqualTo(Code.NO_NODE);
    }
  }

  @Test
  @Rule("T13")
  default void everyWatcherSeesASubsequenceOfOneOrder() {
    List<TopoStore> clients = List.of(store(), another(), another());
    List<WatchRecorder> watchers = new ArrayList<>();
    for (TopoStore client : List.of(clients.get(0), clients.get(0), clients.get(1))) {
      watchers.add(watching(client, TopoPath.root(), WatchOptions.tree()).awaitInSync());
    }
    Together.all(
        3,
        thread -> {
          for (int i = 0; i < 100; i++) {
            clients.get(thread).write(path("a"), bytes(thread + "-" + i), Expect.any());
          }
          return 0;
        });
    watchers.forEach(watcher -> watcher.awaitNodes(store().list(TopoPath.root())));
    for (WatchRecorder one : watchers) {
      for (WatchRecorder other : watchers) {
        List<String> mine = new ArrayList<>(one.storyOf(path("a")));
        List<String> theirs = new ArrayList<>(other.storyOf(path("a")));
        mine.retainAll(theirs);
        theirs.retainAll(mine);
        assertThat(mine).as("what two watchers both heard").isEqualTo(theirs);
      }
    }
  }

  @Test
  @Rule({"T5", "T13"})
  default void nobodySeesAStepBack() {
    TopoStore writer = another();
    TopoStore reader = another();
    put(path("clock"), "0");
    List<WatchRecorder> watchers = List.of(watching(TopoPath.root()), watching(path("clock")));
    int last = 200;
    AtomicInteger looks = new AtomicInteger();
    AtomicInteger readers = new AtomicInteger(2);
    Together.all(
        3,
        thread -> {
          if (thread == 0) {
            for (int i = 1; i <= last; i++) {
              int before = looks.get();
              writer.write(path("clock"), bytes("" + i), Expect.any());
              // So that there is something to see while it changes.
              while (looks.get() == before && readers.get() == 2) {
                Thread.onSpinWait();
              }
            }
          } else {
            try {
              follow(thread == 1 ? reader : store(), last, looks);
            } finally {
              readers.decrementAndGet();
            }
          }
          return 0;
        });
    for (WatchRecorder watcher : watchers) {
      watcher.awaitNodes(store().list(TopoPath.root()));
      List<Integer> story = watcher.storyOf(path("clock")).stream().map(Integer::valueOf).toList();
      assertThat(story).isSorted().doesNotHaveDuplicates();
    }
  }

  private static void follow(TopoStore client, int last, AtomicInteger looks) {
    int seen = 0;
    while (seen < last) {
      int now = clock(client);
      assertThat(now).isGreaterThanOrEqualTo(seen);
      seen = now;
      looks.incrementAndGet();
    }
  }

  private static int clock(TopoStore client) {
    return Integer.parseInt(standing(client, path("clock")).value().toStringUtf8());
  }

  /** How many threads. */
  int THREADS = 64;

  /** How many stores they share. */
  int CLIENTS = 8;

  @Test
  @Rule({"T5", "T6", "T8", "T9", "T10", "T13", "T19", "T20", "T22", "T23", "T24", "T27", "T28"})
  default void manyThreadsMixEverythingAndBreakNoRule() {
    mix(Duration.ofSeconds(2));
  }

  @Test
  @Tag("long")
  @Timeout(240)
  @Rule({"T5", "T6", "T8", "T9", "T10", "T13", "T19", "T20", "T22", "T23", "T24", "T27", "T28"})
  default void manyThreadsMixEverythingForAMinute() {
    mix(Duration.ofMinutes(1));
  }

  private void mix(Duration howLong) {
    long seed = Seed.of("a mixed load for " + howLong);
    List<TopoStore> clients = new ArrayList<>(List.of(store()));
    while (clients.size() < CLIENTS) {
      clients.add(another());
    }
    MixedLoad load = new MixedLoad(clients, ttl());
    List<OrderWitness> witnesses = new ArrayList<>();
    for (TopoStore client : clients) {
      OrderWitness witness = new OrderWitness();
      closing(client.watch(MixedLoad.COUNTERS, WatchOptions.tree(), witness));
      witnesses.add(witness);
    }
    long end = System.nanoTime() + howLong.toNanos();
    List<Long> done =
        Together.all(THREADS, number -> load.run(number, new Random(seed + number), end));
    LoggerFactory.getLogger(ConcurrencyRules.class).info("{} steps in {}", sum(done), howLong);
    load.checkEnd();
    List<Node> counters = store().list(MixedLoad.COUNTERS);
    witnesses.forEach(witness -> witness.await(counters));
    assertThat(store().list(MixedLoad.OWN)).as("nodes that were deleted or bound").isEmpty();
  }

  private static long sum(List<Long> steps) {
    return steps.stream().mapToLong(Long::longValue).sum();
  }
}
