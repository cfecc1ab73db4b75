package com.multigres.meta.topo.etcd;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.etcd.internal.Backoff;
import com.multigres.meta.topo.etcd.internal.CallFailed;
import com.multigres.meta.topo.etcd.internal.Member;
import com.multigres.meta.topo.etcd.internal.Reply;
import com.multigres.meta.topo.spi.ConnectionStates;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a store that keeps things going: renews leases, looks after streams, asks the
 * servers whether they are there, and knows how the store stands to them (rule T17). It never waits
 * for an answer.
 */
final class Supervisor {
  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration SILENCE = Duration.ofSeconds(3);
  // The same where somebody waits for an answer, and another member could give it.
  private static final Duration AWAITED_SILENCE = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofMillis(1500);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LOST_AFTER = Duration.ofSeconds(30);

  private final EtcdParts parts;
  private final ConnectionStates states;
  private final ScheduledThreadPoolExecutor thread;
  private final AtomicBoolean asking = new AtomicBoolean();
  // Touched by the thread alone.
  private long nextNanos = System.nanoTime();
  private long lastAnsweredNanos = System.nanoTime();
  private final Backoff backoff = new Backoff(PAUSE, LONGEST_PAUSE);

  Supervisor(EtcdParts parts) {
    this.parts = parts;
    this.states = parts.states;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread made = new Thread(work, "multigres-etcd-supervisor");
              made.setDaemon(true);
              return made;
            },
            (work, all) -> {});
    parts.contact.onDoubt(() -> thread.execute(this::look));
    parts.history.onAnother(() -> thread.execute(this::anotherHistory));
  }

  void start() {
    Future<?> ticking =
        thread.scheduleWithFixedDelay(
            this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    if (ticking.isCancelled()) {
      log.debug("{}: closed before it began", parts.options.where());
    }
  }

  private void tick() {
    try {
      parts.requests.members().endOverdue();
      parts.keeper.tick();
      parts.leases.tick();
      parts.watches.tick();
      parts.lockWatches.tick();
      look();
    } catch (RuntimeException fault) {
      log.error("{}: looking after the connection failed", parts.options.where(), fault);
    }
  }

  /** Asks the servers when there is reason to. */
  private void look() {
    boolean away = states.current() != ConnectionState.CONNECTED;
    boolean reason =
        away
            || parts.requests.needsLogin()
            || parts.contact.silence().compareTo(bearableSilence()) > 0
            || !parts.requests.members().isConnected()
            || parts.contact.takeDoubt();
    if (reason && System.nanoTime() - nextNanos >= 0 && asking.compareAndSet(false, true)) {
      parts.contact.takeDoubt();
      ask();
    }
  }

  private Duration bearableSilence() {
    boolean mayTurn = parts.requests.members().count() > 1;
    return mayTurn && parts.contact.isAwaited() ? AWAITED_SILENCE : SILENCE;
  }

  private void ask() {
    Member member = parts.requests.members().current();
    if (backoff.failures() > 0) {
      member.connectNow();
    }
    if (parts.requests.needsLogin()) {
      parts.threads.execute(() -> loginAndAsk(member));
    } else {
      probe(member);
    }
  }

  private void loginAndAsk(Member member) {
    try {
      parts.requests.login(Deadline.after(ANSWER));
      probe(member);
    } catch (RuntimeException failed) {
      thread.execute(() -> unanswered(member, String.valueOf(failed.getMessage())));
    }
  }

  private void probe(Member member) {
    parts.kv.send(
        KVGrpc.getRangeMethod(),
        parts.keys.probe(),
        RangeResponse::getHeader,
        ANSWER,
        new Reply<>() {
          @Override
          public void answered(RangeResponse answer) {
            thread.execute(() -> isThere(member));
          }

          @Override
          public void failed(Status status, boolean sent) {
            // Who is refused what he asks is connected all the same.
            if (status.getCode() == Status.Code.PERMISSION_DENIED) {
              thread.execute(() -> isThere(member));
            } else if (new CallFailed(status, sent, false).loginExpired()
                && parts.requests.logsIn()) {
              thread.execute(() -> asking.set(false));
            } else {
              thread.execute(() -> unanswered(member, status.toString()));
            }
          }
        });
  }

  private void isThere(Member member) {
    parts.requests.members().answered(member);
    backoff.reset();
    lastAnsweredNanos = System.nanoTime();
    nextNanos = lastAnsweredNanos;
    asking.set(false);
    if (states.become(ConnectionState.CONNECTED)) {
      // What was missed meanwhile is looked at now.
      parts.lockWatches.signals().changedAll();
    }
  }

  private void unanswered(Member member, String why) {
    log.debug("{} does not answer: {}", parts.options.where(), why);
    member.fellSilent();
    parts.requests.members().leave(member);
    nextNanos = System.nanoTime() + backoff.next().toNanos();
    asking.set(false);
    boolean anotherIsLeft = backoff.failures() < parts.requests.members().count();
    if (!parts.life.isClosed() && !anotherIsLeft) {
      away();
    }
  }

  private void away() {
    Duration without = Duration.ofNanos(System.nanoTime() - lastAnsweredNanos);
    Duration longest = parts.keeper.longestTtl();
    boolean lost = without.compareTo(longest.isZero() ? LOST_AFTER : longest) > 0;
    if (states.current() == ConnectionState.CONNECTED) {
      states.become(ConnectionState.SUSPENDED);
    }
    if (lost && states.current() == ConnectionState.SUSPENDED) {
      states.become(ConnectionState.LOST);
    }
  }

  private void anotherHistory() {
    log.warn("{} was restored, wiped or swapped (T33)", parts.options.where());
    states.become(ConnectionState.LOST);
    parts.keeper.loseAll();
    parts.watches.restartAll("the store was restored, wiped or swapped (T33)");
    parts.lockWatches.signals().changedAll();
    states.become(ConnectionState.CONNECTED);
  }

  /** Ends the thread. */
  void close() {
    thread.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
        log.warn("{}: the supervisor did not end in time", parts.options.where());
      }
    } catch (InterruptedException again) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
