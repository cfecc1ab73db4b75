package com.multigres.meta.testkit.topo.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.Registration;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WatchOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;

/** What many threads do to a few stores at once, each checking what it sees. */
public final class MixedLoad {
  /** Numbers that are only ever incremented. */
  public static final TopoPath COUNTERS = TopoPath.of("counters");

  /** Where each thread makes and removes nodes of its own. */
  public static final TopoPath OWN = TopoPath.of("own");

  private static final TopoPath PAIRS = TopoPath.of("pairs");
  private static final int SHARED = 16;

  // Steps that each thread makes even where the machine gives it no time.
  private static final int LEAST = 10;

  private final List<TopoStore> clients;
  private final Duration ttl;
  private final boolean batches;
  private final boolean snapshots;
  private final LockLoad locks;
  private final AtomicLongArray increments = new AtomicLongArray(SHARED);

  /**
   * A load on stores.
   *
   * @param clients share one root
   * @param ttl of the sessions
   */
  public MixedLoad(List<TopoStore> clients, Duration ttl) {
    this.clients = clients;
    this.ttl = ttl;
    this.batches = clients.get(0).capabilities().has(Capability.ATOMIC_BATCH);
    this.locks = new LockLoad(clients.get(0), ttl);
    this.snapshots = batches && clients.get(0).capabilities().has(Capability.SNAPSHOT_LIST);
    for (int i = 0; i < SHARED; i++) {
      clients.get(0).write(counter(i), bytes("0"), Expect.absent());
    }
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private static Node standing(TopoStore client, TopoPath path) {
    Optional<Node> node = client.read(path);
    assertThat(node).as("the node at %s", path).isPresent();
    return node.get();
  }

  private static TopoPath counter(int number) {
    return COUNTERS.child("c" + number);
  }

  /** Goes on until a moment; answers how many steps were made. */
  public long run(int thread, Random random, long end) {
    long[] seen = new long[SHARED];
    TopoPath own = OWN.child("t" + thread);
    long steps = 0;
    for (; steps < LEAST || System.nanoTime() < end; steps++) {
      TopoStore client = clients.get(random.nextInt(clients.size()));
      int shared = random.nextInt(SHARED);
      switch (random.nextInt(15)) {
        case 0, 1, 2 -> increment(client, shared);
        case 3, 4 -> seen[shared] = look(client, shared, seen[shared]);
        case 5 -> swap(client, shared, thread + "-" + steps);
        case 6 -> comparePair(client, shared);
        case 7, 8 -> liveTwice(client, own.child("node"));
        case 9 -> bind(client, own.child("bound"));
        case 10 -> register(client, own.child("registered"));
        case 11 -> locks.lock(client, thread, shared);
        case 12 -> locks.tryLock(client, thread, shared);
        case 13 -> locks.lead(client, thread, shared);
        default -> watch(client, shared);
      }
    }
    return steps;
  }

  private void increment(TopoStore client, int shared) {
    Node node = standing(client, counter(shared));
    long next = Long.parseLong(node.value().toStringUtf8()) + 1;
    try {
      client.write(node.path(), bytes("" + next), Expect.version(node.version()));
      increments.incrementAndGet(shared);
    } catch (TopoException faster) {
      assertThat(faster.code()).as(faster.getMessage()).isEqualTo(Code.BAD_VERSION);
    }
  }

  private static long look(TopoStore client, int shared, long seen) {
    long now = Long.parseLong(standing(client, counter(shared)).value().toStringUtf8());
    assertThat(now).as("counter %s", shared).isGreaterThanOrEqualTo(seen);
    return now;
  }

  private void swap(TopoStore client, int shared, String value) {
    if (batches) {
      TopoPath pair = PAIRS.child("p" + shared);
      client.commit(
          Batch.builder()
              .put(pair.child("left"), bytes(value), Expect.any())
              .put(pair.child("right"), bytes(value), Expect.any())
              .build());
    }
  }

  private void comparePair(TopoStore client, int shared) {
    if (snapshots) {
      assertThat(
              client.list(PAIRS.child("p" + shared)).stream()
                  .map(Node::value)
                  .collect(Collectors.toSet()))
          .as("values of a pair")
          .hasSizeLessThan(2);
    }
  }

  private static void liveTwice(TopoStore client, TopoPath path) {
    Version first = client.write(path, bytes("v"), Expect.absent());
    client.delete(path, Expect.version(first));
    Version second = client.write(path, bytes("v"), Expect.absent());
    TopoException stale =
        catchThrowableOfType(TopoException.class, () -> client.delete(path, Expect.version(first)));
    assertThat(stale).as("the refusal of %s after %s", first, second).isNotNull();
    assertThat(stale.code()).isEqualTo(Code.BAD_VERSION);
    client.delete(path, Expect.version(second));
  }

  private void bind(TopoStore client, TopoPath path) {
    try (Session session = client.openSession(ttl)) {
      Version version = session.create(path, bytes("v"));
      assertThat(standing(client, path).version()).isEqualTo(version);
    }
    assertThat(client.read(path)).as("what a closed session had bound").isEmpty();
  }

  private void register(TopoStore client, TopoPath path) {
    try (Registration registration =
        client.register(path, bytes("v"), RegistrationOptions.ttl(ttl))) {
      registration.update(bytes("w"));
      assertThat(standing(client, path).value()).isEqualTo(bytes("w"));
    }
    assertThat(client.read(path)).as("what a closed registration left").isEmpty();
  }

  private static void watch(TopoStore client, int shared) {
    OrderWitness brief = new OrderWitness();
    client.watch(counter(shared), WatchOptions.node(), brief).close();
  }

  /** No increment was lost, none was made that was refused, and every lock is free again. */
  public void checkEnd() {
    locks.checkFree(clients.get(0));
    for (int i = 0; i < SHARED; i++) {
      assertThat(look(clients.get(0), i, 0)).as("counter %s", i).isEqualTo(increments.get(i));
    }
  }
}
