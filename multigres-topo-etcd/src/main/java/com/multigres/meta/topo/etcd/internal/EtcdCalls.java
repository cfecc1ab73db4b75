package com.multigres.meta.topo.etcd.internal;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.spi.StoreLife;
import com.multigres.meta.topo.spi.Waits;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Blocking calls: repeated where that cannot do anything twice, and translated where they fail
 * (rules T11 and T30). Thread-safe.
 */
public final class EtcdCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MOST_LOGINS = 3;
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

  private final Requests requests;
  private final StoreLife life;
  private final String where;
  private final Lane<ReadWire.Read, Done<RangeResponse>> reads;
  private final Lane<WriteWire.Write, Done<TxnResponse>> writes;

  public EtcdCalls(Requests requests, KvRequests kv, StoreLife life, EtcdOptions options) {
    this.requests = requests;
    this.life = life;
    this.where = options.where();
    this.reads = new Lane<>(new ReadWire(kv, options.maxTxnOps()));
    this.writes = new Lane<>(new WriteWire(kv, options.maxTxnOps()));
  }

  /** What a call is worth when its answer is lost. */
  private enum Repeat {
    /** It changes nothing, or nothing more when it is asked again. */
    ALWAYS,
    /** It cannot take effect twice, but what it is told at last may be its own earlier doing. */
    ONCE,
    NEVER
  }

  private interface Attempt<A> {
    A run(boolean alone);
  }

  /**
   * An answered transaction.
   *
   * @param done the answer
   * @param doubted whether it was asked before and not answered: then a refusal may be its own
   *     doing
   */
  public record Committed(Done<TxnResponse> done, boolean doubted) {}

  /** Reads a range; others' reads may travel with it. */
  public Done<RangeResponse> read(RangeRequest range, Deadline deadline, String doing) {
    return new Trial(deadline, doing, Repeat.ALWAYS)
        .run(
            alone -> {
              Asked<ReadWire.Read, Done<RangeResponse>> asked =
                  new Asked<>(new ReadWire.Read(range, alone), deadline);
              reads.submit(asked);
              return asked.await(doing, false);
            });
  }

  /** Asks for a range as of a moment, which it names, without waiting; {@link #finish} waits. */
  public Asked<RangeRequest, RangeResponse> begin(RangeRequest range, Deadline deadline) {
    Asked<RangeRequest, RangeResponse> asked = new Asked<>(range, deadline);
    requests.start(KVGrpc.getRangeMethod(), range, deadline.remaining(), Requests.alone(asked));
    return asked;
  }

  /** Waits for a range under way, and asks again where it was not answered. */
  public RangeResponse finish(Asked<RangeRequest, RangeResponse> asked, String doing) {
    try {
      return asked.await(doing, false);
    } catch (CallFailed failure) {
      if (failure.tooLarge()) {
        throw translated(failure, doing, false);
      }
      return call(KVGrpc.getRangeMethod(), asked.request(), asked.deadline(), doing, false);
    }
  }

  /**
   * Commits a transaction; others' may travel with it.
   *
   * @param askedBefore whether the same was asked before and not answered
   */
  public Committed write(
      WriteWire.Write write, Deadline deadline, String doing, boolean askedBefore) {
    Trial trial = new Trial(deadline, doing, write.once() ? Repeat.ONCE : Repeat.NEVER);
    trial.doubted = askedBefore;
    Done<TxnResponse> done =
        trial.run(
            alone -> {
              Asked<WriteWire.Write, Done<TxnResponse>> asked =
                  new Asked<>(alone ? write.byItself() : write, deadline);
              writes.submit(asked);
              return asked.await(doing, true);
            });
    return new Committed(done, trial.doubted);
  }

  /** Lets a transaction travel without waiting for it; {@link #committed} waits. */
  public Asked<WriteWire.Write, Done<TxnResponse>> begin(WriteWire.Write write, Deadline deadline) {
    Asked<WriteWire.Write, Done<TxnResponse>> asked = new Asked<>(write, deadline);
    writes.submit(asked);
    return asked;
  }

  /** Waits for a transaction under way, and repeats it where that cannot do it twice. */
  public Committed committed(Asked<WriteWire.Write, Done<TxnResponse>> asked, String doing) {
    try {
      return new Committed(asked.await(doing, true), false);
    } catch (CallFailed failure) {
      boolean lost = !failure.withoutEffect();
      if (lost && !(asked.request().once() && failure.mayPass())) {
        throw translated(failure, doing, true);
      }
      WriteWire.Write again =
          failure.failedInCompany(false) ? asked.request().byItself() : asked.request();
      return write(again, asked.deadline(), doing, lost);
    }
  }

  /**
   * Any other request.
   *
   * @param writes whether doing it twice is something else than doing it once
   */
  public <Q, A> A call(
      MethodDescriptor<Q, A> method, Q request, Deadline deadline, String doing, boolean writes) {
    return call(new Trial(deadline, doing, writes ? Repeat.NEVER : Repeat.ALWAYS), method, request);
  }

  /**
   * The same of what is not given up before its deadline, and is asked for by a closing store too;
   * doing it twice is doing it once.
   */
  public <Q, A> A persist(
      MethodDescriptor<Q, A> method, Q request, Deadline deadline, String doing) {
    Trial trial = new Trial(deadline, doing, Repeat.ALWAYS);
    trial.persistent = true;
    return call(trial, method, request);
  }

  private <Q, A> A call(Trial trial, MethodDescriptor<Q, A> method, Q request) {
    return trial.run(
        alone -> {
          Asked<Q, A> asked = new Asked<>(request, trial.deadline);
          boolean writes = trial.repeat != Repeat.ALWAYS;
          if (writes) {
            requests.startWrite(method, request, trial.deadline.remaining(), Requests.alone(asked));
          } else {
            requests.start(method, request, trial.deadline.remaining(), Requests.alone(asked));
          }
          return asked.await(trial.doing, writes);
        });
  }

  private TopoException translated(CallFailed failure, String doing, boolean writes) {
    TopoException error = Failures.translate(failure, where, doing, writes);
    return life.isClosed() && error.outcome() == Outcome.NOT_APPLIED ? life.closedError() : error;
  }

  /** One call and its repetitions, on the caller's thread. */
  private final class Trial {
    private final Deadline deadline;
    private final String doing;
    private final Repeat repeat;
    private final Backoff backoff = new Backoff(PAUSE, LONGEST_PAUSE);
    private Optional<Deadline> patience = Optional.empty();
    private boolean alone;
    private int logins;
    private boolean doubted;
    private boolean persistent;

    Trial(Deadline deadline, String doing, Repeat repeat) {
      this.deadline = deadline;
      this.doing = doing;
      this.repeat = repeat;
    }

    <A> A run(Attempt<A> attempt) {
      try {
        refuseInterrupted();
        while (true) {
          Optional<A> answer = once(attempt);
          if (answer.isPresent()) {
            return answer.get();
          }
        }
      } catch (TopoException failure) {
        throw doubted ? inDoubt(failure) : failure;
      }
    }

    private TopoException inDoubt(TopoException failure) {
      return new TopoException(
          failure.code(),
          failure.path().orElse(null),
          Outcome.UNKNOWN,
          failure.getMessage() + "; an earlier try was not answered",
          failure);
    }

    private <A> Optional<A> once(Attempt<A> attempt) {
      Member member = requests.members().current();
      try {
        if (requests.needsLogin()) {
          requests.login(deadline);
        }
        return Optional.of(attempt.run(alone));
      } catch (CallFailed failure) {
        if (!alone && failure.failedInCompany(repeat == Repeat.ALWAYS)) {
          alone = true;
        } else if (!mayLogInAgain(failure)) {
          prepareAnother(failure, member);
        }
        return Optional.empty();
      }
    }

    private boolean mayLogInAgain(CallFailed failure) {
      return failure.loginExpired() && requests.logsIn() && logins++ < MOST_LOGINS;
    }

    private void prepareAnother(CallFailed failure, Member member) {
      boolean lost = !failure.withoutEffect();
      if (!failure.mayPass() || (lost && repeat == Repeat.NEVER) || isGivenUp()) {
        throw translated(failure, doing, repeat != Repeat.ALWAYS);
      }
      doubted |= lost && repeat == Repeat.ONCE;
      requests.members().leave(member);
      pause();
    }

    /** Patience begins with the first failure: that may have taken longer than all of it. */
    private boolean isGivenUp() {
      Deadline since = patience.orElseGet(() -> Deadline.after(PATIENCE));
      patience = Optional.of(since);
      return !persistent && (since.expired() || life.isClosed());
    }

    private void pause() {
      long nanos = Math.min(backoff.next().toNanos(), deadline.remaining().toNanos());
      LockSupport.parkNanos(this, nanos);
      refuseInterrupted();
      if (deadline.expired()) {
        throw Waits.timeout(deadline, doing, Outcome.NOT_APPLIED);
      }
    }

    private void refuseInterrupted() {
      if (Thread.interrupted()) {
        throw Waits.interrupted(new InterruptedException(), doing, Outcome.NOT_APPLIED);
      }
    }
  }
}
