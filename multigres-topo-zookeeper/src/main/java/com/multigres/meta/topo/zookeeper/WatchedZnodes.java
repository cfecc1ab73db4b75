package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.topo.zookeeper.internal.Wire;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The znodes that are watched with all below them, each once however many want it. The servers do
 * not say what happened while a connection was down: whoever wants a znode must look again then.
 * Thread-safe.
 */
final class WatchedZnodes {
  private static final Logger log = LoggerFactory.getLogger(WatchedZnodes.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Integer> wanted = new HashMap<>();
  private Optional<Wire> now = Optional.empty();

  /** Wants a znode once more. What is read of it from now on is followed by every change. */
  void add(String znode) {
    lock.lock();
    try {
      if (wanted.merge(znode, 1, Integer::sum) == 1) {
        now.ifPresent(wire -> watch(wire, znode));
      }
    } finally {
      lock.unlock();
    }
  }

  void remove(String znode) {
    lock.lock();
    try {
      if (wanted.merge(znode, -1, Integer::sum) == 0) {
        wanted.remove(znode);
        now.ifPresent(wire -> unwatch(wire, znode));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Wants them all of a connection that has just been made. */
  void all(Wire wire) {
    lock.lock();
    try {
      now = Optional.of(wire);
      wanted.keySet().forEach(znode -> watch(wire, znode));
    } finally {
      lock.unlock();
    }
  }

  private static void watch(Wire wire, String znode) {
    var unused =
        wire.watch(znode)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    log.debug("{} is not watched: {}", znode, failure.toString());
                  }
                });
  }

  private static void unwatch(Wire wire, String znode) {
    var unused =
        wire.unwatch(znode)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    log.debug("{} is still watched: {}", znode, failure.toString());
                  }
                });
  }
}
