package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchListener;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.spi.WatchDelivery;
import com.multigres.meta.topo.zookeeper.internal.Link;
import com.multigres.meta.topo.zookeeper.internal.Wire;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The watches of one store, and who is told what of the servers' news. */
final class ZooKeeperWatches implements Link.Follower {
  private final ZooKeeperParts parts;
  private final Map<WatchDelivery, FollowedWatch> open = new ConcurrentHashMap<>();

  ZooKeeperWatches(ZooKeeperParts parts) {
    this.parts = parts;
  }

  Watch add(TopoPath path, WatchOptions options, WatchListener listener) {
    WatchDelivery delivery =
        new WatchDelivery(parts.threads, listener, parts.options.timeout(), this::closed);
    FollowedWatch watch = new FollowedWatch(parts, path, options, delivery);
    open.put(delivery, watch);
    parts.life.adopt(delivery);
    watch.start();
    return delivery;
  }

  private void closed(WatchDelivery delivery) {
    FollowedWatch watch = open.remove(delivery);
    if (watch != null) {
      watch.close();
    }
    parts.life.release(delivery);
  }

  /** Something changed at a node or a directory. Never blocks. */
  void touched(TopoPath path) {
    open.values().forEach(watch -> watch.touched(path));
  }

  @Override
  public void back(Wire wire, long connection, Optional<String> change) {
    parts.watched.all(wire);
    open.values().forEach(watch -> watch.again(connection, change));
  }
}
