package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.spi.lock.LockSignals;
import com.multigres.meta.topo.zookeeper.internal.Link;
import com.multigres.meta.topo.zookeeper.internal.Wire;
import com.multigres.meta.topo.zookeeper.internal.Znodes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Follows the locks that somebody here holds, waits for or looks at. Thread-safe. */
final class LockNews implements Link.Follower {
  private final ZooKeeperParts parts;
  private final LockSignals signals = new LockSignals(this::begin, this::end);
  // By the znode of the queue, and by that of the node.
  private final Map<String, TopoPath> followed = new ConcurrentHashMap<>();

  LockNews(ZooKeeperParts parts) {
    this.parts = parts;
  }

  LockSignals signals() {
    return signals;
  }

  private void begin(TopoPath path) {
    String queue = parts.znodes.locks(path);
    String node = parts.znodes.node(path);
    followed.put(queue, path);
    parts.watched.add(queue);
    if (!path.isRoot()) {
      followed.put(node, path);
      parts.watched.add(node);
    }
  }

  private void end(TopoPath path) {
    String queue = parts.znodes.locks(path);
    String node = parts.znodes.node(path);
    followed.remove(queue);
    parts.watched.remove(queue);
    if (!path.isRoot()) {
      followed.remove(node);
      parts.watched.remove(node);
    }
  }

  /** Something changed at a znode. Never blocks. */
  void touched(String znode) {
    TopoPath path = followed.get(Znodes.queueOf(znode).orElse(znode));
    if (path != null) {
      signals.changed(path);
    }
  }

  @Override
  public void back(Wire wire, long connection, Optional<String> change) {
    signals.changedAll();
  }
}
