package com.multigres.meta.testkit.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** What one client does, in order. Thread-safe: its watches' threads may write into it too. */
public final class ClientLog {
  private final String client;
  private final AtomicLong ids;
  private final HistorySink sink;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Started> started = new ArrayList<>();

  ClientLog(String client, AtomicLong ids, HistorySink sink) {
    this.client = client;
    this.ids = ids;
    this.sink = sink;
  }

  /** An operation that has begun. Thread-safe. */
  public final class Started {
    private final long id;
    private final Call call;
    private final long invoked;
    private volatile Operation operation;

    private Started(long id, Call call, long invoked) {
      this.id = id;
      this.call = call;
      this.invoked = invoked;
      this.operation =
          new Operation(client, call, new Ending.Unknown("IN_FLIGHT"), invoked, Operation.NEVER);
    }

    /**
     * It ended now.
     *
     * @param ending what became of it
     */
    public void ended(Ending ending) {
      long now = System.nanoTime();
      operation = new Operation(client, call, ending, invoked, now);
      sink.ended(id, client, ending, now);
    }

    /** It was not begun after all: nothing of it stays. */
    public void withdrawn() {
      lock.lock();
      try {
        started.remove(this);
        sink.ended(id, client, Ending.failed("WITHDRAWN"), System.nanoTime());
      } finally {
        lock.unlock();
      }
    }

    /**
     * It is known now what it is; it has not ended.
     *
     * @param known stands in the history instead
     * @param notBefore when it begins, if that is later than it was thought to
     */
    public void exactly(Call known, long notBefore) {
      lock.lock();
      try {
        add(known, notBefore - invoked > 0 ? notBefore : invoked);
        withdrawn();
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Begins an operation.
   *
   * @param call what is about to be done
   * @return to be told when it has ended
   */
  public Started begin(Call call) {
    lock.lock();
    try {
      // Under the lock, so that news stand in the order of their moments.
      return add(call, System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  private Started add(Call call, long invoked) {
    Started begun = new Started(ids.incrementAndGet(), call, invoked);
    started.add(begun);
    sink.began(begun.id, client, call, invoked);
    return begun;
  }

  /**
   * Does something and records what became of it. What it throws is recorded and thrown on.
   *
   * @param <T> what it yields
   * @param call what is done
   * @param doing does it
   * @param result what of the yield belongs into the history
   * @return what it yielded
   */
  public <T> T record(Call call, Supplier<T> doing, Function<T, Result> result) {
    Started begun = begin(call);
    T yielded;
    try {
      yielded = doing.get();
    } catch (RuntimeException | Error failed) {
      begun.ended(Ending.of(failed));
      throw failed;
    }
    begun.ended(new Ending.Done(result.apply(yielded)));
    return yielded;
  }

  /**
   * Does something that yields nothing, as {@link #record(Call, Supplier, Function)}.
   *
   * @param call what is done
   * @param doing does it
   */
  public void record(Call call, Runnable doing) {
    record(
        call,
        () -> {
          doing.run();
          return new Result.Nothing();
        },
        done -> done);
  }

  /**
   * Looks at something, and records what was seen and since when it was looked for. Where the look
   * is refused, nothing is recorded.
   *
   * @param looking yields what was seen
   */
  public void seen(Supplier<? extends Call> looking) {
    long invoked = System.nanoTime();
    Call seen = looking.get();
    told(seen, invoked);
  }

  /**
   * Records what the client was told, at this moment.
   *
   * @param call the news
   */
  public void told(Call call) {
    begin(call).ended(new Ending.Done(new Result.Nothing()));
  }

  /**
   * Records what the client has been told, and since when it has asked whether that is all.
   *
   * @param call the news
   * @param since a moment of {@link System#nanoTime}, not after this one
   */
  public void told(Call call, long since) {
    lock.lock();
    try {
      add(call, since).ended(new Ending.Done(new Result.Nothing()));
    } finally {
      lock.unlock();
    }
  }

  List<Operation> operations() {
    lock.lock();
    try {
      return started.stream().map(begun -> begun.operation).toList();
    } finally {
      lock.unlock();
    }
  }
}
