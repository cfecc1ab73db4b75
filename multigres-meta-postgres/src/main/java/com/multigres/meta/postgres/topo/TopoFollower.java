package com.multigres.meta.postgres.topo;

import com.multigres.meta.postgres.internal.ListenChannel;
import com.multigres.meta.postgres.internal.PostgresFailure;
import com.multigres.meta.postgres.internal.PostgresFailure.Kind;
import com.multigres.meta.postgres.topo.internal.KeySpan;
import com.multigres.meta.postgres.topo.internal.LogPage;
import com.multigres.meta.postgres.topo.internal.NodeKeys;
import com.multigres.meta.postgres.topo.internal.Reaper;
import com.multigres.meta.postgres.topo.internal.Stamp;
import com.multigres.meta.postgres.topo.internal.TopoFailures;
import com.multigres.meta.postgres.topo.internal.TopoLogReader;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.spi.ConnectionStates;
import com.multigres.meta.topo.spi.StoreLife;
import com.multigres.meta.topo.spi.lock.LockSignals;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a store that looks at the log: when a notification wakes it, and at an interval
 * anyway, because notifications may not arrive (rule P4). It feeds the watches, removes what has
 * expired, and knows how the store stands to its server (rules T14, T17 and T33).
 */
final class TopoFollower {
  private static final Logger log = LoggerFactory.getLogger(TopoFollower.class);
  private static final Duration UNPROVEN = Duration.ofMillis(500);
  private static final Duration AFTER_A_FAILURE = Duration.ofMillis(250);
  private static final Duration LOST_AFTER = Duration.ofSeconds(30);
  private static final Duration TRIM_EVERY = Duration.ofMinutes(1);

  private final TopoOptions options;
  private final TopoLogReader reader;
  private final Reaper reaper;
  private final TopoWatches watches;
  private final LockSignals locks;
  private final SessionKeeper sessions;
  private final ConnectionStates states;
  private final StoreLife life;
  private final KeySpan all;
  private final TopoHistory history;
  private final Loop loop = new Loop("multigres-postgres-follow", this::turn);
  private volatile BooleanSupplier proven = () -> false;
  private long answeredNanos = System.nanoTime();
  private long trimmedNanos = System.nanoTime();

  TopoFollower(
      TopoOptions options,
      NodeKeys keys,
      TopoLogReader reader,
      Reaper reaper,
      TopoWatches watches,
      LockSignals locks,
      SessionKeeper sessions,
      ConnectionStates states,
      StoreLife life,
      TopoHistory history) {
    this.options = options;
    this.reader = reader;
    this.reaper = reaper;
    this.watches = watches;
    this.locks = locks;
    this.sessions = sessions;
    this.states = states;
    this.life = life;
    this.history = history;
    this.all = keys.below(TopoPath.root());
  }

  void start(ListenChannel channel) {
    proven = channel::proven;
    loop.start();
  }

  void wake() {
    loop.wake();
  }

  private Duration turn() {
    if (life.isClosed()) {
      return options.poll();
    }
    try {
      boolean more = look(Deadline.after(callTimeout()));
      return more ? Duration.ZERO : pause();
    } catch (PostgresFailure failure) {
      away(failure);
    } catch (TopoException failure) {
      // A read or a removal inside the turn; the next turn begins where this one stopped.
      if (failure.getCause() instanceof PostgresFailure cause) {
        away(cause);
      } else {
        log.warn("following the topology failed: {}", failure.getMessage());
      }
    }
    return AFTER_A_FAILURE;
  }

  private Duration callTimeout() {
    Duration timeout = options.postgres().timeout();
    Duration connect = options.postgres().connectTimeout();
    return timeout.compareTo(connect) < 0 ? timeout : connect;
  }

  private Duration pause() {
    return proven.getAsBoolean() || options.poll().compareTo(UNPROVEN) < 0
        ? options.poll()
        : UNPROVEN;
  }

  /** Reads one page; answers whether there is more. Before the thread starts, or on it. */
  boolean look(Deadline deadline) {
    Stamp from = history.position();
    // A watch that is added from now on begins with a state that is not older than this page.
    LogPage page = reader.after(from, watches.any() ? all : NodeKeys.nothing(), deadline);
    if (history.isAnother(page)) {
      anotherHistory();
    } else if (!page.known() && !from.equals(Stamp.NONE)) {
      watches.restartAll("the log was trimmed beyond what this store had read");
      locks.changedAll();
    }
    answeredNanos = System.nanoTime();
    states.become(ConnectionState.CONNECTED);
    boolean reached = page.known();
    if (reached) {
      watches.tell(page);
      page.locks().forEach(locks::changed);
    }
    history.moveTo(page, reached ? page.next() : page.head());
    watches.begin(deadline);
    boolean reaped = page.expired() && reaper.reap(deadline);
    trim(deadline);
    return (reached && page.more()) || reaped;
  }

  private void anotherHistory() {
    log.warn("the topology in {} was restored, wiped or swapped (T33)", options.postgres().where());
    states.become(ConnectionState.LOST);
    sessions.loseAll();
    watches.restartAll("the store was restored, wiped or swapped (T33)");
    locks.changedAll();
  }

  private void trim(Deadline deadline) {
    if (System.nanoTime() - trimmedNanos > TRIM_EVERY.toNanos()) {
      trimmedNanos = System.nanoTime();
      reaper.trim(options.logRows(), options.logAge(), deadline);
    }
  }

  private void away(PostgresFailure failure) {
    if (life.isClosed() || failure.kind() == Kind.CLOSED) {
      return;
    }
    log.debug("the topology cannot be read: {}", failure.text());
    Duration without = Duration.ofNanos(System.nanoTime() - answeredNanos);
    Duration longest = sessions.longestTtl();
    boolean lost = without.compareTo(longest.isZero() ? LOST_AFTER : longest) > 0;
    if (lost && states.current() != ConnectionState.LOST) {
      states.become(ConnectionState.SUSPENDED);
      states.become(ConnectionState.LOST);
    } else if (!lost) {
      states.become(ConnectionState.SUSPENDED);
    }
    boolean password = failure.sqlState().filter(state -> state.startsWith("28")).isPresent();
    boolean shutOut = TopoFailures.schemaTooNew(failure);
    if (shutOut || (failure.kind() == Kind.ACCESS_DENIED && (!password || lost))) {
      watches.endAll(TopoFailures.translate(failure));
    }
  }

  void close() {
    loop.close();
  }
}
