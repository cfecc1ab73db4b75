package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.WatchEvent.Resync.Kind;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** What a watch has yet to look at, and what it has to say before. Never blocks. Thread-safe. */
final class WatchBacklog {
  /** Why and how everything is told again. */
  record Gap(Kind kind, String reason) {}

  private final ReentrantLock lock = new ReentrantLock();
  private Set<TopoPath> touched = new HashSet<>();
  private boolean all = true;
  private Optional<Gap> gap;
  // On which connection the first reading began; before that nothing was told that could be amiss.
  private long first = Long.MAX_VALUE;
  private boolean told;
  private boolean begun;
  private boolean closed;

  WatchBacklog(Optional<Gap> gap) {
    this.gap = gap;
  }

  /** Runs something unless it is closed; what is begun so must be undone after {@link #close}. */
  void begin(Runnable beginning) {
    lock.lock();
    try {
      if (!closed) {
        begun = true;
        beginning.run();
      }
    } finally {
      lock.unlock();
    }
  }

  void touched(Collection<TopoPath> paths) {
    lock.lock();
    try {
      touched.addAll(paths);
    } finally {
      lock.unlock();
    }
  }

  /** The connection was down: nobody knows what was missed. */
  void missed(long connection, Optional<String> change) {
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
  }

  /** Everything has to be read. */
  void needAll() {
    lock.lock();
    try {
      all = true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether everything has to be read, asked by who does so now. */
  boolean takeAll() {
    lock.lock();
    try {
      boolean wanted = all && !closed;
      all = false;
      return wanted;
    } finally {
      lock.unlock();
    }
  }

  /** What was touched, asked by who looks at it now. */
  Set<TopoPath> take() {
    lock.lock();
    try {
      Set<TopoPath> some = touched;
      touched = new HashSet<>();
      return closed ? Set.of() : some;
    } finally {
      lock.unlock();
    }
  }

  /** What has to be said before everything is told. */
  Optional<Gap> takeGap() {
    lock.lock();
    try {
      told = true;
      Optional<Gap> why = gap;
      gap = Optional.empty();
      return why;
    } finally {
      lock.unlock();
    }
  }

  /** On which connection a reading begins; it counts until something was told. */
  void readingOn(long connection) {
    lock.lock();
    try {
      if (!told) {
        first = connection;
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Says whether what was begun must be undone now. */
  boolean close() {
    lock.lock();
    try {
      boolean running = begun && !closed;
      closed = true;
      return running;
    } finally {
      lock.unlock();
    }
  }
}
