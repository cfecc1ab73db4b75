package com.multigres.meta.k8s.topo;

import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.k8s.server.ApiObjects;
import com.multigres.meta.k8s.server.ObjectStream;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.WatchOptions.Scope;
import com.multigres.meta.topo.spi.BackgroundTask;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what happens below a store's root while anybody wants to know, feeds the watches, says
 * where a lock changed, and knows how the store stands to its server (rules T14, T17 and T33).
 */
final class TopoFollower {
  private static final Logger log = LoggerFactory.getLogger(TopoFollower.class);
  private static final Duration PULSE = Duration.ofSeconds(3);
  private static final Duration AFTER_A_FAILURE = Duration.ofMillis(250);
  private static final Duration LOST_AFTER = Duration.ofSeconds(30);
  // A refusal may pass, as when rights are given anew; so many in a row do not.
  private static final int REFUSALS = 3;

  private final TopoParts parts;
  private final Duration callTimeout;
  private final BackgroundTask task;
  private final AtomicInteger lockInterest = new AtomicInteger();
  // Touched by the task alone, but for closing.
  private volatile @Nullable ObjectStream stream;
  private volatile boolean closed;
  private Optional<Subscription> timer = Optional.empty();
  private long answeredNanos = System.nanoTime();
  private long askedNanos = System.nanoTime();
  private long resume; // where a stream that was refused begins again
  private boolean away;
  private int refusals;

  TopoFollower(TopoParts parts, Duration callTimeout, boolean away) {
    this.parts = parts;
    this.away = away;
    this.callTimeout = callTimeout;
    this.task = new BackgroundTask(parts.threads, this::turn);
  }

  /** Asks for a look soon. Never blocks. */
  void wake() {
    task.request();
  }

  void lockAsked(TopoPath path) {
    lockInterest.incrementAndGet();
    wake();
  }

  void lockLeft(TopoPath path) {
    lockInterest.decrementAndGet();
  }

  private void turn() {
    if (closed) {
      return;
    }
    Duration pause = PULSE;
    try {
      Deadline deadline = Deadline.after(callTimeout);
      feelPulse(deadline);
      follow(deadline);
    } catch (ApiException fault) {
      away(fault, TopoErrors.harmless(fault));
      pause = AFTER_A_FAILURE;
    } catch (TopoException | IllegalStateException fault) {
      log.warn("following the topology failed: {}", fault.getMessage());
      pause = AFTER_A_FAILURE;
    } finally {
      timer.ifPresent(Subscription::close);
      timer = Optional.of(parts.threads.schedule(task::request, pause));
    }
  }

  private void feelPulse(Deadline deadline) {
    boolean due = away || System.nanoTime() - askedNanos >= PULSE.toNanos();
    ObjectStream running = stream;
    if (!due && (running == null || running.fault().isEmpty())) {
      return;
    }
    if (parts.identity.ask(deadline).another()) {
      anotherStore();
    }
    askedNanos = System.nanoTime();
    answered();
  }

  private void answered() {
    answeredNanos = System.nanoTime();
    away = false;
    parts.states.become(ConnectionState.CONNECTED);
  }

  private void anotherStore() {
    log.warn("{} was restored, wiped or swapped (T33)", parts.where());
    parts.states.become(ConnectionState.LOST);
    parts.sessions.loseAll();
    parts.watches.restartAll("the store was restored, wiped or swapped (T33)");
    parts.lockSignals.changedAll();
    leave();
  }

  private void leave() {
    ObjectStream running = stream;
    if (running != null) {
      running.close();
      stream = null;
    }
    resume = 0;
  }

  private void follow(Deadline deadline) {
    ObjectStream running = stream;
    boolean wanted = parts.watches.any() || lockInterest.get() > 0;
    // A stream lasts to its end: who locks now may lock again soon.
    if (!wanted && (running == null || running.over())) {
      leave();
      return;
    }
    String life = parts.identity.incarnation(deadline);
    if (running != null) {
      running.take().forEach(event -> tell(event, life));
      if (running.over()) {
        restart(running, deadline);
      }
    } else {
      begin(resume > 0 ? resume : now(deadline));
      resume = 0;
      // What changed before was told to nobody.
      parts.lockSignals.changedAll();
    }
    parts.watches.catchUp(life, deadline);
  }

  private long now(Deadline deadline) {
    ApiObjects.Query marker = ApiObjects.Query.named(Names.MARKER);
    return Stamp.revision(parts.configMaps.list(marker, deadline).revision());
  }

  private void begin(long revision) {
    ApiObjects.Query all = ApiObjects.Query.labelled(parts.names.in(TopoPath.root())).whole(true);
    ObjectStream next = parts.configMaps.follow(all, revision, task::request);
    stream = next;
    if (closed) {
      next.close();
    }
  }

  /** The server ends every stream after a while; the next one begins where it ended. */
  private void restart(ObjectStream ended, Deadline deadline) {
    refuseWhatIsNoStream(ended);
    refusals = 0;
    long from = ended.revision();
    if (ended.gone()) {
      from = now(deadline);
      parts.watches.lostTrack("the server has forgotten what happened since " + ended.revision());
      parts.lockSignals.changedAll();
    }
    ended.close();
    begin(from);
  }

  private void refuseWhatIsNoStream(ObjectStream ended) {
    Optional<ApiException> fault = ended.fault();
    if (fault.isPresent() && (fault.get().is(401) || fault.get().is(403))) {
      leave();
      resume = ended.revision();
      throw fault.get();
    }
  }

  private void tell(ObjectStream.Event event, String life) {
    var labels = event.object().path("metadata").path("labels");
    if (labels.path(Names.KIND).asText().equals(Names.LOCK)) {
      LockObject.path(event.object())
          .filter(path -> TopoReads.covers(parts.names.root(), Scope.TREE, path))
          .ifPresent(this::lockChanged);
      return;
    }
    TopoReads.readable(event.object())
        .filter(node -> TopoReads.covers(parts.names.root(), Scope.TREE, node.absolute()))
        .ifPresent(node -> tell(node, event, life));
  }

  private void lockChanged(TopoPath absolute) {
    parts.lockSignals.changed(absolute.relativeTo(parts.names.root()));
  }

  private void tell(NodeObject node, ObjectStream.Event event, String life) {
    if (node.absolute().equals(parts.names.root())) {
      return; // of a store with an outer root
    }
    if (event.deleted()) {
      parts.watches.deleted(node.absolute(), event.revision(), life);
    } else {
      parts.watches.put(node, event.revision(), life);
      if (node.session().filter(parts.leases::isKnownGone).isPresent()) {
        parts.observer.sweepSoon();
      }
    }
    lockChanged(node.absolute());
  }

  private void away(ApiException fault, TopoException said) {
    if (closed) {
      return;
    }
    log.debug("{} cannot be read: {}", parts.where(), fault.getMessage());
    away = true;
    Duration without = Duration.ofNanos(System.nanoTime() - answeredNanos);
    Duration longest = parts.sessions.longestTtl();
    boolean lost = without.compareTo(longest.isZero() ? LOST_AFTER : longest) > 0;
    if (parts.states.current() == ConnectionState.CONNECTED) {
      parts.states.become(ConnectionState.SUSPENDED);
    }
    if (lost) {
      parts.states.become(ConnectionState.LOST);
    }
    boolean refused = said.code() == TopoException.Code.ACCESS_DENIED;
    refusals = refused ? refusals + 1 : 0;
    if (refusals >= REFUSALS) {
      parts.watches.endAll(said);
    }
  }

  void close() {
    closed = true;
    task.stop();
    leave();
  }
}
