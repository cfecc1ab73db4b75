package com.multigres.meta.postgres.topo;

import com.multigres.meta.postgres.topo.internal.LogPage;
import com.multigres.meta.postgres.topo.internal.NodeKeys;
import com.multigres.meta.postgres.topo.internal.Stamp;
import com.multigres.meta.postgres.topo.internal.TopoLogReader;
import com.multigres.meta.postgres.topo.internal.TopoReads;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchListener;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.StoreLife;
import com.multigres.meta.topo.spi.WatchDelivery;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The watches of a store. They are begun and fed by the following thread alone. */
final class TopoWatches {
  private final TopoReads reads;
  private final TopoLogReader log;
  private final NodeKeys keys;
  private final CallbackThreads threads;
  private final StoreLife life;
  private final Set<FollowedWatch> running = ConcurrentHashMap.newKeySet();

  TopoWatches(
      TopoReads reads, TopoLogReader log, NodeKeys keys, CallbackThreads threads, StoreLife life) {
    this.reads = reads;
    this.log = log;
    this.keys = keys;
    this.threads = threads;
    this.life = life;
  }

  /** Adds a watch; the following thread has to be woken. */
  Watch add(TopoPath path, WatchOptions options, WatchListener listener, Duration closeTimeout) {
    Optional<Stamp> resume = options.from().map((Cursor cursor) -> Stamp.of(path, cursor));
    WatchDelivery delivery = new WatchDelivery(threads, listener, closeTimeout, this::remove);
    life.adopt(delivery);
    running.add(new FollowedWatch(delivery, keys.watched(path, options.scope()), resume));
    return delivery;
  }

  private void remove(WatchDelivery delivery) {
    life.release(delivery);
    running.removeIf(watch -> watch.delivery() == delivery);
  }

  /** Whether anybody watches. */
  boolean any() {
    return !running.isEmpty();
  }

  void begin(Deadline deadline) {
    running.forEach(watch -> watch.begin(reads, log, deadline));
  }

  void tell(LogPage page) {
    if (!page.entries().isEmpty()) {
      running.forEach(watch -> watch.tell(page));
    }
  }

  void restartAll(String reason) {
    running.forEach(watch -> watch.restart(reason));
  }

  void endAll(TopoException error) {
    running.forEach(watch -> watch.delivery().ended(error, Stamp.NONE.cursor()));
    running.clear();
  }
}
