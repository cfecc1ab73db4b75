package com.multigres.meta.topo.etcd;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.lock.LockSignals;
import io.etcd.jetcd.api.Event;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Follows the locks that somebody here holds, waits for or looks at, one stream for each, and
 * signals when one of them may have passed on. Thread-safe.
 */
final class LockWatches {
  private static final Duration AFTER_A_FAILURE = Duration.ofMillis(250);

  private final EtcdKeys keys;
  private final Requests requests;
  private final Contact contact;
  private final CallbackThreads threads;
  private final LockSignals signals = new LockSignals(this::begin, this::end);
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<TopoPath, Followed> followed = new HashMap<>();

  LockWatches(EtcdKeys keys, Requests requests, Contact contact, CallbackThreads threads) {
    this.keys = keys;
    this.requests = requests;
    this.contact = contact;
    this.threads = threads;
  }

  LockSignals signals() {
    return signals;
  }

  private void begin(TopoPath path) {
    lock.lock();
    try {
      Followed one = new Followed(path);
      followed.put(path, one);
      one.open();
    } finally {
      lock.unlock();
    }
  }

  private void end(TopoPath path) {
    lock.lock();
    try {
      Followed one = followed.remove(path);
      if (one != null) {
        one.close();
      }
    } finally {
      lock.unlock();
    }
  }

  void tick() {
    lock.lock();
    try {
      followed.values().forEach(Followed::tick);
    } finally {
      lock.unlock();
    }
  }

  private final class Followed implements WatchStream.Receiver {
    private final TopoPath path;
    private @Nullable WatchStream stream;
    private Optional<Subscription> reopening = Optional.empty();
    private boolean closed;

    Followed(TopoPath path) {
      this.path = path;
    }

    /** Whoever calls these has the lock of all. */
    void open() {
      stream =
          WatchStream.open(
              requests,
              contact,
              List.of(keys.lockFolder(path), keys.node(path)),
              0,
              false,
              this);
    }

    void tick() {
      WatchStream open = stream;
      if (open != null && !open.isOver()) {
        open.tick();
      }
    }

    void close() {
      closed = true;
      reopening.ifPresent(Subscription::close);
      WatchStream open = stream;
      if (open != null) {
        open.close();
      }
    }

    @Override
    public void opened() {
      signals.changed(path);
    }

    @Override
    public void changed(List<Event> events) {
      signals.changed(path);
    }

    @Override
    public void progressed(long revision) {
      // Nothing has changed.
    }

    @Override
    public void compacted() {
      again();
    }

    @Override
    public void broken(CallFailed why) {
      again();
    }

    private void again() {
      lock.lock();
      try {
        reopening = Optional.of(threads.schedule(this::reopen, AFTER_A_FAILURE));
      } finally {
        lock.unlock();
      }
    }

    private void reopen() {
      lock.lock();
      try {
        if (!closed) {
          open();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
