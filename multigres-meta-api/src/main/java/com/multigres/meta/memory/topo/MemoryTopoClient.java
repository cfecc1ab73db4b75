package com.multigres.meta.memory.topo;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.Capabilities;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.ConnectionStates;
import com.multigres.meta.topo.spi.StoreLife;
import com.multigres.meta.topo.spi.TopoArguments;
import com.multigres.meta.topo.spi.lock.LockSignals;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * One open store's end of the connection: whether it reaches the server, what was opened through
 * it, and what it tells. Flags are guarded by the server's lock.
 */
final class MemoryTopoClient {
  static final String BACKEND = "memory";
  private static final Duration LOST_AFTER = Duration.ofSeconds(10);
  private static final Capabilities LIMITS =
      new Capabilities(
          EnumSet.allOf(Capability.class),
          1 << 20,
          1 << 14,
          1_000,
          8 << 20,
          Duration.ofMillis(100),
          Duration.ofDays(30),
          Duration.ofSeconds(1));

  private final MemoryTopoServer server;
  private final TopoPath root;
  private final String address;
  private final Duration timeout;
  private final CallbackThreads threads;
  private final ConnectionStates states;
  private final StoreLife life;
  private final MemoryTopoWatches watches;
  private final Set<MemoryTopoSession> sessions = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final MemoryLockBackend locks;
  private final LockSignals lockSignals = new LockSignals();
  private final Set<String> seenIncarnations = new HashSet<>();
  private String seenIncarnation;
  private boolean cut;
  private volatile boolean killed;
  private boolean replyLost;
  private boolean renewalsLost;

  MemoryTopoClient(MemoryTopoServer server, TopoPath root, Duration timeout) {
    this.server = server;
    this.root = root;
    this.timeout = timeout;
    this.address = "memory://" + server.name() + (root.isRoot() ? "" : "/" + root);
    this.threads = new CallbackThreads("memory-" + server.name());
    this.states = new ConnectionStates(threads, ConnectionState.SUSPENDED);
    this.life = new StoreLife(address);
    this.watches = new MemoryTopoWatches(this, server);
    this.locks = new MemoryLockBackend(this);
    this.seenIncarnation = server.state().nodes().incarnation();
    seenIncarnations.add(seenIncarnation);
  }

  boolean isOf(MemoryTopoServer asked) {
    return server == asked;
  }

  MemoryTopoServer server() {
    return server;
  }

  TopoPath root() {
    return root;
  }

  String address() {
    return address;
  }

  Duration timeout() {
    return timeout;
  }

  TopoArguments arguments() {
    return new TopoArguments(BACKEND, root, LIMITS);
  }

  CallbackThreads threads() {
    return threads;
  }

  ConnectionStates states() {
    return states;
  }

  StoreLife life() {
    return life;
  }

  MemoryTopoWatches watches() {
    return watches;
  }

  MemoryLockBackend locks() {
    return locks;
  }

  LockSignals lockSignals() {
    return lockSignals;
  }

  /** Whether the server was seen in that life of its (rule T33); the lock is held. */
  boolean hasSeen(String incarnation) {
    return seenIncarnations.contains(incarnation);
  }

  /** A lock passed on or came free; the lock is held. */
  void tellLock(TopoPath path) {
    if (isReachable() && (path.equals(root) || path.isBelow(root))) {
      lockSignals.changed(path.relativeTo(root));
    }
  }

  boolean isReachable() {
    return server.isRunning() && !cut && !killed;
  }

  /** Whether no answer will ever be waited for: the process is dead, or the store closed. */
  boolean isGone() {
    return killed || life.isClosed();
  }

  boolean isKilled() {
    return killed;
  }

  void cut(boolean now) {
    cut = now;
    renewalsLost &= now;
  }

  void loseRenewals() {
    renewalsLost = true;
  }

  /** Renews a session; false where it is over. */
  boolean renew(SessionId id, Deadline deadline) {
    String doing = "renewal of session " + id;
    return read(
        deadline,
        doing,
        () -> {
          if (renewalsLost) {
            throw TopoException.refused(Code.UNAVAILABLE, doing + ": the server refuses it");
          }
          return server.state().sessions().renew(id);
        });
  }

  void kill() {
    killed = true;
  }

  void loseNextReply() {
    replyLost = true;
  }

  /** Reads the tree. */
  <T> T read(Deadline deadline, String doing, Supplier<T> work) {
    return server.call(this, deadline, doing, work);
  }

  /** Changes the tree; the reply may get lost on the way back. */
  <T> T write(Deadline deadline, String doing, Supplier<T> work) {
    return server.call(
        this,
        deadline,
        doing,
        () -> {
          T reply = work.get();
          if (replyLost) {
            replyLost = false;
            throw new TopoException(
                Code.UNAVAILABLE,
                null,
                Outcome.UNKNOWN,
                doing + ": " + address + " stopped answering before its reply came",
                null);
          }
          return reply;
        });
  }

  void opened(MemoryTopoSession session) {
    sessions.add(session);
  }

  void ended(MemoryTopoSession session) {
    sessions.remove(session);
    life.release(session);
  }

  /** A session was lost by being away: with the last of them the connection counts as lost. */
  void lost(MemoryTopoSession session) {
    ended(session);
    server.locally(
        () -> {
          if (!isReachable() && sessions.isEmpty()) {
            states.become(ConnectionState.LOST);
          }
        });
  }

  /** Notices what changed between the server and this client; the lock is held. */
  void lookAround() {
    if (killed || life.isClosed()) {
      return;
    }
    if (!isReachable()) {
      if (states.current() == ConnectionState.CONNECTED
          && states.become(ConnectionState.SUSPENDED)) {
        threads.schedule(() -> server.locally(this::loseWhatIsLongAway), LOST_AFTER);
      }
      return;
    }
    if (!seenIncarnation.equals(server.state().nodes().incarnation())) {
      seenIncarnation = server.state().nodes().incarnation();
      seenIncarnations.add(seenIncarnation);
      states.become(ConnectionState.LOST);
      List.copyOf(sessions).forEach(MemoryTopoSession::lose);
    }
    states.become(ConnectionState.CONNECTED);
    watches.catchUp();
    lockSignals.changedAll();
  }

  private void loseWhatIsLongAway() {
    if (states.current() == ConnectionState.SUSPENDED && sessions.isEmpty()) {
      states.become(ConnectionState.LOST);
    }
  }

  void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    List<AutoCloseable> children = life.close();
    server.locally(() -> {});
    life.closeAll(children);
    server.detach(this, Deadline.after(timeout));
    states.become(ConnectionState.CLOSED);
    threads.close(Deadline.after(timeout));
    server.close();
  }
}
