package com.multigres.meta.k8s.topo;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchListener;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.StoreLife;
import com.multigres.meta.topo.spi.WatchDelivery;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The watches of a store. They are fed by the following task alone. */
final class TopoWatches {
  private final Names names;
  private final TopoReads reads;
  private final CallbackThreads threads;
  private final StoreLife life;
  private final Set<FollowedWatch> running = ConcurrentHashMap.newKeySet();

  TopoWatches(Names names, TopoReads reads, CallbackThreads threads, StoreLife life) {
    this.names = names;
    this.reads = reads;
    this.threads = threads;
    this.life = life;
  }

  /** Adds a watch; the following task has to be asked for. */
  Watch add(TopoPath path, WatchOptions options, WatchListener listener, Duration closeTimeout) {
    options.from().ifPresent(cursor -> Stamp.of(path, cursor));
    WatchDelivery delivery = new WatchDelivery(threads, listener, closeTimeout, this::remove);
    life.adopt(delivery);
    running.add(
        new FollowedWatch(names, delivery, path, options.scope(), options.from().isPresent()));
    return delivery;
  }

  private void remove(WatchDelivery delivery) {
    life.release(delivery);
    running.removeIf(watch -> watch.delivery() == delivery);
  }

  boolean any() {
    return !running.isEmpty();
  }

  void catchUp(String incarnation, Deadline deadline) {
    List<FollowedWatch> due = running.stream().filter(FollowedWatch::isDue).toList();
    if (due.isEmpty()) {
      return;
    }
    // However many they are, one read does.
    TopoReads.State state =
        due.size() == 1
            ? due.get(0).read(reads, deadline)
            : reads.state(TopoPath.root(), WatchOptions.Scope.TREE, true, deadline);
    due.forEach(watch -> watch.tell(state, incarnation));
  }

  void put(NodeObject node, long revision, String incarnation) {
    running.forEach(watch -> watch.put(node, revision, incarnation));
  }

  void deleted(TopoPath absolute, long revision, String incarnation) {
    running.forEach(watch -> watch.deleted(absolute, revision, incarnation));
  }

  void lostTrack(String reason) {
    running.forEach(watch -> watch.lostTrack(reason));
  }

  void restartAll(String reason) {
    running.forEach(watch -> watch.restart(reason));
  }

  void endAll(TopoException error) {
    running.forEach(watch -> watch.delivery().ended(error, Stamp.NONE.cursor()));
    running.clear();
  }
}
