package com.multigres.meta.topo.etcd;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.spi.StoreLife;
import com.multigres.meta.topo.spi.Waits;
import com.multigres.meta.store.Outcome;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Blocking calls: repeated where that cannot do anything twice, and translated where they fail
 * (rules T11 and T30). Thread-safe.
 */
final class EtcdCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

  private final Requests requests;
  private final StoreLife life;
  private final String where;
  private final Lane<ReadWire.Read, Done<RangeResponse>> reads;
  private final Lane<WriteWire.Write, Done<TxnResponse>> writes;

  EtcdCalls(Requests requests, KvRequests kv, StoreLife life, EtcdOptions options) {
    this.requests = requests;
    this.life = life;
    this.where = options.where();
    this.reads = new Lane<>(new ReadWire(kv, options.maxTxnOps()));
    this.writes = new Lane<>(new WriteWire(kv, options.maxTxnOps()));
  }

  private interface Attempt<A> {
    A run(boolean alone);
  }

  /** Reads a range; others' reads may travel with it. */
  Done<RangeResponse> read(RangeRequest range, Deadline deadline, String doing) {
    return repeated(
        deadline,
        doing,
        false,
        alone -> {
          Asked<ReadWire.Read, Done<RangeResponse>> asked =
              new Asked<>(new ReadWire.Read(range, alone), deadline);
          reads.submit(asked);
          return asked.await(doing, false);
        });
  }

  /** Commits a transaction; others' may travel with it. */
  Done<TxnResponse> write(WriteWire.Write write, Deadline deadline, String doing) {
    return repeated(
        deadline,
        doing,
        true,
        alone -> {
          Asked<WriteWire.Write, Done<TxnResponse>> asked =
              new Asked<>(alone ? write.byItself() : write, deadline);
          writes.submit(asked);
          return asked.await(doing, true);
        });
  }

  /** Lets a transaction travel without waiting for it; {@link #finish} waits. */
  Asked<WriteWire.Write, Done<TxnResponse>> begin(WriteWire.Write write, Deadline deadline) {
    Asked<WriteWire.Write, Done<TxnResponse>> asked = new Asked<>(write, deadline);
    writes.submit(asked);
    return asked;
  }

  /** Waits for a transaction under way, and repeats it where that cannot do it twice. */
  Done<TxnResponse> finish(Asked<WriteWire.Write, Done<TxnResponse>> asked, String doing) {
    try {
      return asked.await(doing, true);
    } catch (CallFailed failure) {
      if (!failure.withoutEffect()) {
        throw translated(failure, doing, true);
      }
      WriteWire.Write again =
          failure.refusedInCompany() ? asked.request().byItself() : asked.request();
      return write(again, asked.deadline(), doing);
    }
  }

  /**
   * Any other request.
   *
   * @param writes whether doing it twice is something else than doing it once
   */
  <Q, A> A call(
      MethodDescriptor<Q, A> method, Q request, Deadline deadline, String doing, boolean writes) {
    return repeated(
        deadline,
        doing,
        writes,
        alone -> {
          Asked<Q, A> asked = new Asked<>(request, deadline);
          requests.start(method, request, deadline.remaining(), Requests.alone(asked));
          return asked.await(doing, writes);
        });
  }

  private <A> A repeated(Deadline deadline, String doing, boolean writes, Attempt<A> attempt) {
    Deadline patience = Deadline.after(PATIENCE);
    boolean alone = false;
    boolean loggedIn = false;
    if (Thread.interrupted()) {
      throw Waits.interrupted(new InterruptedException(), doing, Outcome.NOT_APPLIED);
    }
    for (int tries = 0; ; tries++) {
      ManagedChannel member = requests.members().current();
      try {
        if (requests.needsLogin()) {
          requests.login(deadline);
        }
        return attempt.run(alone);
      } catch (CallFailed failure) {
        if (failure.refusedInCompany()) {
          alone = true;
        } else if (failure.loginExpired() && !loggedIn) {
          loggedIn = true;
          login(deadline, doing);
        } else {
          boolean safe = !writes || failure.withoutEffect();
          if (!failure.mayPass() || !safe || patience.expired() || life.isClosed()) {
            throw translated(failure, doing, writes);
          }
          requests.members().leave(member);
          pause(tries, deadline, doing);
        }
      }
    }
  }

  private void login(Deadline deadline, String doing) {
    try {
      requests.login(deadline);
    } catch (CallFailed refused) {
      throw translated(refused, doing, false);
    }
  }

  private TopoException translated(CallFailed failure, String doing, boolean writes) {
    TopoException error = Failures.translate(failure, where, doing, writes);
    return life.isClosed() && error.outcome() == Outcome.NOT_APPLIED ? life.closedError() : error;
  }

  private static void pause(int tries, Deadline deadline, String doing) {
    long longest = Math.min(LONGEST_PAUSE.toNanos(), PAUSE.toNanos() << Math.min(tries, 10));
    long nanos = ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
    LockSupport.parkNanos(Math.min(nanos, deadline.remaining().toNanos()));
    if (Thread.interrupted()) {
      throw Waits.interrupted(new InterruptedException(), doing, Outcome.NOT_APPLIED);
    }
    if (deadline.expired()) {
      throw Waits.timeout(deadline, doing, Outcome.NOT_APPLIED);
    }
  }
}
