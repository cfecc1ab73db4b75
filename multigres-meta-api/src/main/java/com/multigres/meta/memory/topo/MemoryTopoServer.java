package com.multigres.meta.memory.topo;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.Waits;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The server behind all stores opened as {@code memory://NAME/…}, with the accidents that may
 * befall a server and its clients. Thread-safe.
 */
public final class MemoryTopoServer implements AutoCloseable {
  private final String name;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<MemoryTopoClient> clients = new LinkedHashSet<>();
  private final MemoryTopoState state = new MemoryTopoState(clients, newIncarnation());
  // There while a client is: a server that only a test holds on to has no threads.
  private Optional<CallbackThreads> threads = Optional.empty();
  private boolean running = true;
  private boolean paused;
  private @Nullable Subscription expiry;

  MemoryTopoServer(String name) {
    this.name = name;
  }

  /**
   * The server of a name, started where there was none. Close it when done: it goes with its state
   * when nobody has it any more.
   *
   * @param name the name in {@code memory://NAME/ROOT}
   * @return the server
   */
  public static MemoryTopoServer named(String name) {
    return MemoryTopoServers.take(name);
  }

  private static String newIncarnation() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  }

  String name() {
    return name;
  }

  /** Stops serving; what is stored stays. Whoever calls meanwhile gets {@code UNAVAILABLE}. */
  public void stop() {
    change(() -> running = false);
  }

  /** Serves again. Sessions that stood when it stopped get a full time to live anew (rule T18). */
  public void start() {
    change(
        () -> {
          running = true;
          state.sessions().renewAll();
        });
  }

  /** Stops in the middle of things: calls neither fail nor end until {@link #resume}. */
  public void pause() {
    change(() -> paused = true);
  }

  /** Ends a pause; sessions get a full time to live anew. */
  public void resume() {
    change(
        () -> {
          paused = false;
          state.sessions().renewAll();
        });
  }

  /** Forgets everything and begins a new incarnation (rule T33). */
  public void wipe() {
    change(() -> state.wipe(newIncarnation()));
  }

  /** Forgets the history from which watches resume, and goes on keeping one (rule T14). */
  public void compact() {
    change(() -> state.log().compact());
  }

  /**
   * Cuts one client off until {@link #reconnect}.
   *
   * @param store a store opened from this server
   */
  public void cut(TopoStore store) {
    MemoryTopoClient client = clientOf(store);
    change(() -> client.cut(true));
  }

  /**
   * Ends a {@link #cut}, and what {@link #loseRenewals} began.
   *
   * @param store the store that was cut off
   */
  public void reconnect(TopoStore store) {
    MemoryTopoClient client = clientOf(store);
    change(() -> client.cut(false));
  }

  /**
   * Ends a store as the death of its process would: it renews nothing, reaches nothing and says no
   * farewell. It still has to be closed, which frees its threads and touches nothing else.
   *
   * @param store a store opened from this server
   */
  public void killOwner(TopoStore store) {
    MemoryTopoClient client = clientOf(store);
    change(client::kill);
  }

  /**
   * Refuses a store's renewals until {@link #reconnect}, and serves it otherwise as before.
   *
   * @param store a store opened from this server
   */
  public void loseRenewals(TopoStore store) {
    MemoryTopoClient client = clientOf(store);
    change(client::loseRenewals);
  }

  /**
   * Applies the next write of a store but loses the reply, so that its outcome is unknown (T11).
   *
   * @param store a store opened from this server
   */
  public void loseNextReply(TopoStore store) {
    MemoryTopoClient client = clientOf(store);
    change(client::loseNextReply);
  }

  /**
   * How many sessions live now, for leak checks.
   *
   * @return the number of sessions that neither ended nor expired
   */
  public int sessionCount() {
    lock.lock();
    try {
      expire();
      return state.sessions().count();
    } finally {
      lock.unlock();
    }
  }

  private MemoryTopoClient clientOf(TopoStore store) {
    if (store instanceof MemoryTopoStore memory && memory.client().isOf(this)) {
      return memory.client();
    }
    throw TopoException.badInput("the store was not opened from memory://" + name);
  }

  private void change(Runnable accident) {
    lock.lock();
    try {
      accident.run();
      clients.forEach(MemoryTopoClient::lookAround);
      scheduleExpiry();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Gives back what {@link #named} took. */
  @Override
  public void close() {
    MemoryTopoServers.giveBack(this);
  }

  boolean isRunning() {
    return running;
  }

  void attach(MemoryTopoClient client) {
    change(
        () -> {
          clients.add(client);
          if (threads.isEmpty()) {
            threads = Optional.of(new CallbackThreads("memory-" + name + "-server"));
          }
        });
  }

  void detach(MemoryTopoClient client, Deadline deadline) {
    Optional<CallbackThreads> unused;
    lock.lock();
    try {
      clients.remove(client);
      unused = clients.isEmpty() ? threads : Optional.empty();
      threads = clients.isEmpty() ? Optional.empty() : threads;
    } finally {
      lock.unlock();
    }
    unused.ifPresent(idle -> idle.close(deadline));
  }

  /** Runs work on the tree, as one step. */
  <T> T call(MemoryTopoClient client, Deadline deadline, String doing, Supplier<T> work) {
    Waits.lock(lock, deadline, doing);
    try {
      Waits.until(changed, () -> !paused || client.isGone(), deadline, doing, Outcome.NOT_APPLIED);
      if (paused && client.life().isClosed()) {
        throw client.life().closedError();
      }
      if (!client.isReachable()) {
        throw TopoException.refused(
            Code.UNAVAILABLE, doing + ": " + client.address() + " does not answer");
      }
      expire();
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Runs what must wait neither for a paused server nor for a deadline. */
  void locally(Runnable work) {
    lock.lock();
    try {
      work.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What it keeps; to be touched within a {@link #call} or {@link #locally}. */
  MemoryTopoState state() {
    return state;
  }

  SessionId openSession(Duration ttl) {
    SessionId id = state.sessions().open(state.nodes().incarnation(), ttl);
    scheduleExpiry();
    return id;
  }

  private void expire() {
    if (running && !paused) {
      state.expire();
    }
  }

  private void scheduleExpiry() {
    if (expiry != null) {
      expiry.close();
      expiry = null;
    }
    if (running && !paused && threads.isPresent() && state.sessions().nanosToNext().isPresent()) {
      Duration next = Duration.ofNanos(state.sessions().nanosToNext().getAsLong()).plusMillis(1);
      expiry = threads.get().schedule(() -> locally(this::expireAndGoOn), next);
    }
  }

  private void expireAndGoOn() {
    expire();
    scheduleExpiry();
  }

  @Override
  public String toString() {
    return "memory://" + name;
  }
}
