package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WatchEvent.Resync.Kind;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.spi.BackgroundTask;
import com.multigres.meta.topo.spi.Waits;
import com.multigres.meta.topo.spi.WatchDelivery;
import com.multigres.meta.topo.zookeeper.WatchBacklog.Gap;
import com.multigres.meta.topo.zookeeper.internal.Fetching;
import com.multigres.meta.topo.zookeeper.internal.ReadMode;
import com.multigres.meta.topo.zookeeper.internal.Stamp;
import com.multigres.meta.topo.zookeeper.internal.View;
import com.multigres.meta.topo.zookeeper.internal.Wire;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/**
 * A watch and what its listener was told. The servers say that something changed, not what: it is
 * read then, on the connection that said so, which never knows less. After a connection was down
 * everything is read, and the difference told (rules T12 to T14); the servers keep no history, so a
 * watch that resumes is told everything anew.
 */
final class FollowedWatch {
  private static final Duration AFTER_A_FAILURE = Duration.ofMillis(150);
  private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{16}-[0-9a-f]{1,16}");

  private final ZooKeeperParts parts;
  private final TopoPath watched;
  private final WatchOptions.Scope scope;
  private final WatchDelivery delivery;
  private final BackgroundTask work;
  private final WatchBacklog backlog;
  // Only the work touches the rest. What the listener was told last of each path:
  private final Map<TopoPath, Version> told = new HashMap<>();
  // Where everything was read last.
  private Optional<Wire> readOn = Optional.empty();
  private boolean owesSync = true;

  FollowedWatch(
      ZooKeeperParts parts, TopoPath watched, WatchOptions options, WatchDelivery delivery) {
    this.parts = parts;
    this.watched = watched;
    this.scope = options.scope();
    this.delivery = delivery;
    this.backlog = new WatchBacklog(options.from().map(FollowedWatch::resumed));
    this.work = new BackgroundTask(parts.threads, this::work);
  }

  private static Gap resumed(Cursor cursor) {
    if (!TOKEN.matcher(cursor.token()).matches()) {
      throw TopoException.badInput("the cursor " + cursor + " was never given out (T14)");
    }
    return new Gap(Kind.REPLACE, "ZooKeeper keeps no history from which to resume at " + cursor);
  }

  void start() {
    backlog.begin(() -> parts.watched.add(znode(watched)));
    work.request();
  }

  private String znode(TopoPath path) {
    return parts.znodes.node(path);
  }

  private Deadline deadline() {
    return Deadline.after(parts.options.timeout());
  }

  private String doing() {
    return "watch of " + watched;
  }

  /** Something changed at a path. Never blocks. */
  void touched(TopoPath path) {
    if (sees(path)) {
      backlog.touched(Set.of(path));
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
    backlog.missed(connection, change);
    work.request();
  }

  /** On a thread of the store, one at a time. */
  private void work() {
    Set<TopoPath> some = backlog.take();
    try {
      // What is reported from now on is asked for again by whoever reports it.
      if (backlog.takeAll()) {
        tellAll();
      } else {
        tell(some);
      }
    } catch (Fetching.Elsewhere replaced) {
      // Whoever has connected anew has everything read, or will.
      backlog.needAll();
      if (parts.link.now().isPresent()) {
        work.request();
      }
    } catch (TopoException failure) {
      backlog.needAll();
      failed(failure);
    }
  }

  private void tellAll() {
    readOn = Optional.of(parts.link.await(deadline(), doing()));
    backlog.readingOn(parts.link.connection());
    Map<TopoPath, Node> state = state();
    Cursor now = cursor();
    Optional<Gap> gap = backlog.takeGap();
    gap.ifPresent(why -> announce(why, now));
    for (TopoPath path : Set.copyOf(told.keySet())) {
      if (!state.containsKey(path)) {
        tell(path, Optional.empty(), now);
      }
    }
    state.forEach((path, node) -> tell(path, Optional.of(node), now));
    // What changed while it was read belongs to the state that is promised now.
    awaitNews();
    tell(backlog.take());
    if (owesSync) {
      owesSync = false;
      delivery.inSync(cursor());
    }
  }

  private void awaitNews() {
    try {
      Waits.get(
          readOn.orElseThrow().told(parts.znodes.base()), deadline(), doing(), Outcome.NOT_APPLIED);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void announce(Gap why, Cursor now) {
    owesSync = true;
    delivery.resync(why.kind(), why.reason(), now);
    if (why.kind() == Kind.REPLACE) {
      told.clear();
    }
  }

  private Map<TopoPath, Node> state() {
    Deadline deadline = deadline();
    Map<TopoPath, Node> state =
        scope == WatchOptions.Scope.TREE
            ? parts.reads.below(watched, ReadMode.STRICT, deadline, doing())
            : new TreeMap<>();
    if (!watched.isRoot()) {
      parts
          .reads
          .views(List.of(znode(watched)), ReadMode.STRICT, deadline, doing())
          .getOrDefault(znode(watched), View.MISSING)
          .node(watched)
          .ifPresent(node -> state.put(watched, node));
    }
    return state;
  }

  private void tell(Set<TopoPath> some) {
    if (some.isEmpty()) {
      return;
    }
    List<String> names = some.stream().map(this::znode).toList();
    Map<String, View> views = parts.reads.viewsOn(readOn.orElseThrow(), names, deadline(), doing());
    Cursor now = cursor();
    for (TopoPath path : some) {
      tell(path, views.getOrDefault(znode(path), View.MISSING).node(path), now);
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

  private void failed(TopoException failure) {
    if (failure.code() == Code.CLOSED || backlog.isClosed()) {
      return;
    }
    if (failure.code() == Code.ACCESS_DENIED) {
      delivery.ended(failure, cursor());
      return;
    }
    var unused = parts.threads.schedule(work::request, AFTER_A_FAILURE);
  }

  /** Follows no further. Never blocks. */
  void close() {
    if (backlog.close()) {
      parts.watched.remove(znode(watched));
    }
    work.stop();
  }
}
