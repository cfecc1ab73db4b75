package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WatchEvent.Resync.Kind;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.spi.BackgroundTask;
import com.multigres.meta.topo.spi.WatchDelivery;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * A watch and what its listener was told. The servers say that something changed, not what: it is
 * read then. After a connection was down everything is read, and the difference told (rules T12 to
 * T14); the servers keep no history, so a watch that resumes is told everything anew.
 */
final class FollowedWatch {
  private static final Duration AFTER_A_FAILURE = Duration.ofMillis(150);
  private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{16}-[0-9a-f]{1,16}");

  private final ZooKeeperParts parts;
  private final TopoPath watched;
  private final WatchOptions.Scope scope;
  private final WatchDelivery delivery;
  private final BackgroundTask work;
  // What the listener was told last of each path. Only the work touches it.
  private final Map<TopoPath, Version> told = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private Set<TopoPath> touched = new HashSet<>();
  private boolean all = true;
  private Optional<Gap> gap;
  // On which connection the first reading began; before that nothing was told that could be amiss.
  private long first = Long.MAX_VALUE;
  private boolean synced;
  private boolean begun;
  private boolean closed;

  /** Why and how everything is told again. */
  private record Gap(Kind kind, String reason) {}

  FollowedWatch(
      ZooKeeperParts parts, TopoPath watched, WatchOptions options, WatchDelivery delivery) {
    this.parts = parts;
    this.watched = watched;
    this.scope = options.scope();
    this.delivery = delivery;
    this.gap = options.from().map(FollowedWatch::resumed);
    this.work = new BackgroundTask(parts.threads, this::work);
  }

  private static Gap resumed(Cursor cursor) {
    if (!TOKEN.matcher(cursor.token()).matches()) {
      throw TopoException.badInput("the cursor " + cursor + " was never given out (T14)");
    }
    return new Gap(Kind.REPLACE, "ZooKeeper keeps no history from which to resume at " + cursor);
  }

  void start() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      begun = true;
      parts.watched.add(znode());
    } finally {
      lock.unlock();
    }
    work.request();
  }

  private String znode() {
    return parts.znodes.node(watched);
  }

  /** Something changed at a path. Never blocks. */
  void touched(TopoPath path) {
    if (sees(path)) {
      lock.lock();
      try {
        touched.add(path);
      } finally {
        lock.unlock();
      }
      work.request();
    }
  }

  private boolean sees(TopoPath path) {
    boolean scoped =
        path.equals(watched) || (scope == WatchOptions.Scope.TREE && path.isBelow(watched));
    // What an outer root keeps at our root itself is no node of ours.
    return scoped && !path.isRoot();
  }

  /** The connection was down: nobody knows what was missed. Never blocks. */
  void again(long connection, Optional<String> change) {
    lock.lock();
    try {
      // Read in any case: the servers may not have been asked for news when the first reading
      // began.
      all = true;
      if (connection > first && (change.isPresent() || gap.isEmpty())) {
        gap =
            Optional.of(
                change
                    .map(why -> new Gap(Kind.REPLACE, why))
                    .orElseGet(() -> new Gap(Kind.DIFFERENCE, "the connection was down")));
      }
    } finally {
      lock.unlock();
    }
    work.request();
  }

  /** On a thread of the store, one at a time. */
  private void work() {
    Set<TopoPath> some = taken();
    boolean everything = isAll();
    try {
      if (everything) {
        tellAll();
      } else if (!some.isEmpty()) {
        tell(some);
      }
    } catch (TopoException failure) {
      failed(failure, some);
    }
  }

  private Set<TopoPath> taken() {
    lock.lock();
    try {
      Set<TopoPath> some = touched;
      touched = new HashSet<>();
      return closed ? Set.of() : some;
    } finally {
      lock.unlock();
    }
  }

  private boolean isAll() {
    lock.lock();
    try {
      return all && !closed;
    } finally {
      lock.unlock();
    }
  }

  private void tellAll() {
    // What is reported from now on is asked for again by whoever reports it.
    setAll(false);
    try {
      noteFirst();
      tellAll(state());
    } catch (TopoException failure) {
      setAll(true);
      throw failure;
    }
  }

  private void noteFirst() {
    parts.link.await(Deadline.after(parts.options.timeout()), "watch of " + watched);
    long connection = parts.link.connection();
    lock.lock();
    try {
      if (!synced) {
        first = connection;
      }
    } finally {
      lock.unlock();
    }
  }

  private void setAll(boolean everything) {
    lock.lock();
    try {
      all = everything;
    } finally {
      lock.unlock();
    }
  }

  private void tellAll(Map<TopoPath, Node> state) {
    Cursor now = cursor();
    Optional<Gap> gap = gap();
    gap.ifPresent(
        why -> {
          delivery.resync(why.kind, why.reason, now);
          if (why.kind == Kind.REPLACE) {
            told.clear();
          }
        });
    for (TopoPath path : Set.copyOf(told.keySet())) {
      if (!state.containsKey(path)) {
        tell(path, Optional.empty(), now);
      }
    }
    state.forEach((path, node) -> tell(path, Optional.of(node), now));
    // What changed while it was read belongs to the state that is promised now.
    tell(taken());
    if (becameSynced() || gap.isPresent()) {
      delivery.inSync(cursor());
    }
  }

  private boolean becameSynced() {
    lock.lock();
    try {
      boolean became = !synced;
      synced = true;
      return became;
    } finally {
      lock.unlock();
    }
  }

  private Optional<Gap> gap() {
    lock.lock();
    try {
      Optional<Gap> why = gap;
      gap = Optional.empty();
      return why;
    } finally {
      lock.unlock();
    }
  }

  private Map<TopoPath, Node> state() {
    Deadline deadline = Deadline.after(parts.options.timeout());
    String doing = "watch of " + watched;
    Map<TopoPath, Node> state =
        scope == WatchOptions.Scope.TREE
            ? parts.reads.below(watched, ReadMode.STRICT, deadline, doing)
            : new TreeMap<>();
    if (!watched.isRoot()) {
      view(watched, ReadMode.STRICT, deadline, doing)
          .node(watched)
          .ifPresent(node -> state.put(watched, node));
    }
    return state;
  }

  private View view(TopoPath path, ReadMode mode, Deadline deadline, String doing) {
    String znode = parts.znodes.node(path);
    return parts
        .reads
        .views(List.of(znode), mode, deadline, doing)
        .getOrDefault(znode, View.MISSING);
  }

  private void tell(Set<TopoPath> some) {
    if (some.isEmpty()) {
      return;
    }
    List<String> names = some.stream().map(parts.znodes::node).toList();
    Map<String, View> views =
        parts.reads.views(
            names, ReadMode.LOCAL, Deadline.after(parts.options.timeout()), "watch of " + watched);
    Cursor now = cursor();
    for (TopoPath path : some) {
      View view = views.getOrDefault(parts.znodes.node(path), View.MISSING);
      tell(path, view.node(path), now);
    }
  }

  private void tell(TopoPath path, Optional<Node> node, Cursor now) {
    if (node.isPresent()) {
      Version version = node.get().version();
      Version before = told.put(path, version);
      if (!version.equals(before)) {
        delivery.put(node.get(), before != null, now);
      }
    } else if (told.remove(path) != null) {
      delivery.deleted(path, now);
    }
  }

  private Cursor cursor() {
    long seen = parts.link.now().map(Wire::seen).orElse(0L);
    String life = parts.identity.current();
    return new Cursor(
        Stamp.BACKEND, (life.isEmpty() ? "0".repeat(16) : life) + "-" + Long.toHexString(seen));
  }

  private void failed(TopoException failure, Set<TopoPath> some) {
    if (failure.code() == Code.CLOSED) {
      return;
    }
    lock.lock();
    try {
      touched.addAll(some);
      if (closed) {
        return;
      }
    } finally {
      lock.unlock();
    }
    if (failure.code() == Code.ACCESS_DENIED) {
      delivery.ended(failure, cursor());
      return;
    }
    var unused = parts.threads.schedule(work::request, AFTER_A_FAILURE);
  }

  /** Follows no further. Never blocks. */
  void close() {
    lock.lock();
    try {
      if (!closed && begun) {
        parts.watched.remove(znode());
      }
      closed = true;
    } finally {
      lock.unlock();
    }
    work.stop();
  }
}
