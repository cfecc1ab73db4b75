package com.multigres.meta.testkit.topo.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.Leadership;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What many threads do to a few locks and offices at once: each is held by one at a time, by a
 * token that only grows, and nobody else changes what a holder wrote under its guard.
 */
final class LockLoad {
  private static final TopoPath LOCKED = TopoPath.of("locked");
  private static final TopoPath OFFICES = TopoPath.of("offices");
  private static final int SHARED = 4;

  private final boolean locks;
  private final boolean guards;
  private final Duration ttl;
  private final List<Turns> lockTurns = turns(LOCKED);
  private final List<Turns> officeTurns = turns(OFFICES);

  /**
   * A load on stores that may lack locks; then it does nothing.
   *
   * @param client one of the stores
   * @param ttl of locks and offices
   */
  LockLoad(TopoStore client, Duration ttl) {
    this.locks = client.capabilities().has(Capability.LOCKS);
    this.guards = client.capabilities().has(Capability.GUARDED_WRITES);
    this.ttl = ttl;
  }

  private static List<Turns> turns(TopoPath parent) {
    return IntStream.range(0, SHARED).mapToObj(i -> new Turns(parent.child("l" + i))).toList();
  }

  private LockOptions options(int thread) {
    return LockOptions.of("thread " + thread).ttl(ttl).waiting(Patience.longest());
  }

  /** Waits for a lock, holds it and releases it. */
  void lock(TopoStore client, int thread, int shared) {
    if (locks) {
      Turns turns = lockTurns.get(shared % SHARED);
      try (TopoLock lock = client.locks().lock(turns.path, options(thread))) {
        turns.take(lock.token(), () -> write(client, turns.record(), lock.guard()));
        lock.check();
      }
    }
  }

  /** Holds a lock where it is free. */
  void tryLock(TopoStore client, int thread, int shared) {
    if (locks) {
      Turns turns = lockTurns.get(shared % SHARED);
      try (TopoLock lock = client.locks().tryLock(turns.path, options(thread))) {
        turns.take(lock.token(), lock::check);
      } catch (TopoException held) {
        assertThat(held.code()).as(held.getMessage()).isEqualTo(Code.LOCK_HELD);
      }
    }
  }

  /** Stands for an office, leads and resigns. */
  void lead(TopoStore client, int thread, int shared) {
    if (locks) {
      Turns turns = officeTurns.get(shared % SHARED);
      try (Leadership term =
          client.locks().election(turns.path).campaign("thread " + thread, options(thread))) {
        turns.take(term.token(), () -> write(client, turns.record(), term.guard()));
        term.check();
      }
    }
  }

  private void write(TopoStore client, TopoPath record, Guard guard) {
    if (guards) {
      ByteString mine = ByteString.copyFromUtf8(guard.token().toString());
      client.write(record, mine, Expect.any(), guard);
      assertThat(client.read(record).map(Node::value)).as("what a holder wrote").contains(mine);
    }
  }

  /** Checks that nobody holds or waits any more. */
  void checkFree(TopoStore client) {
    if (locks) {
      for (List<Turns> all : List.of(lockTurns, officeTurns)) {
        all.forEach(
            turns -> assertThat(client.locks().queue(turns.path)).as("%s", turns.path).isEmpty());
      }
    }
  }

  /** Who held one lock or office, one after the other. */
  private static final class Turns {
    private final TopoPath path;
    private final AtomicInteger inside = new AtomicInteger();
    private volatile @Nullable FencingToken last;

    Turns(TopoPath path) {
      this.path = path;
    }

    TopoPath record() {
      return TopoPath.of("records").child(path.names().get(0) + path.names().get(1));
    }

    void take(FencingToken token, Runnable meanwhile) {
      assertThat(inside.getAndIncrement()).as("others who hold %s", path).isZero();
      try {
        FencingToken before = last;
        assertThat(before == null || token.isAfter(before)).as("%s, %s", before, token).isTrue();
        last = token;
        meanwhile.run();
      } finally {
        inside.decrementAndGet();
      }
    }
  }
}
