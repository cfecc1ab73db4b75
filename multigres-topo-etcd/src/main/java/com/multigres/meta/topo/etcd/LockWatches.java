package com.multigres.meta.topo.etcd;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.etcd.internal.Backoff;
import com.multigres.meta.topo.etcd.internal.CallFailed;
import com.multigres.meta.topo.etcd.internal.Contact;
import com.multigres.meta.topo.etcd.internal.EtcdKeys;
import com.multigres.meta.topo.etcd.internal.Requests;
import com.multigres.meta.topo.etcd.internal.WatchStream;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.lock.LockSignals;
import io.etcd.jetcd.api.Event;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Follows the locks that somebody here holds, waits for or looks at, one stream for each, and
 * signals when one of them may have passed on. Thread-safe.
 */
final class LockWatches {
  private static final Duration AFTER_A_FAILURE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

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

  /**
   * Says what those who looked wait for; nothing else need be signalled to them. What happened
   * since they looked is.
   *
   * @param ends keys whose end matters
   * @param newcomers whether a new entry matters
   * @param lookedAt the revision at which they looked
   */
  void await(TopoPath path, Set<ByteString> ends, boolean newcomers, long lookedAt) {
    boolean missed;
    lock.lock();
    try {
      Followed one = followed.get(path);
      missed = one != null && one.await(ends, newcomers, lookedAt);
    } finally {
      lock.unlock();
    }
    if (missed) {
      signals.changed(path);
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
    private final Backoff backoff = new Backoff(AFTER_A_FAILURE, LONGEST_PAUSE);
    private Optional<Subscription> reopening = Optional.empty();
    private final EtcdKeys.Span folder;
    private final Set<ByteString> awaited = new HashSet<>();
    private boolean newcomers;
    // The latest change that nobody was told of, as nobody was known to wait for it.
    private long untold;
    private boolean closed;

    Followed(TopoPath path) {
      this.path = path;
      this.folder = keys.lockFolder(path);
    }

    /** Whoever calls these has the lock of all. */
    void open() {
      stream =
          WatchStream.open(
              requests, contact, List.of(keys.lockFolder(path), keys.node(path)), 0, false, this);
    }

    boolean await(Set<ByteString> ends, boolean anybodyNew, long lookedAt) {
      awaited.addAll(ends);
      newcomers |= anybodyNew;
      return lookedAt < untold;
    }

    private boolean matters(Event event) {
      ByteString key = event.getKv().getKey();
      boolean told;
      if (!folder.contains(key)) {
        told = true;
      } else if (event.getType() == Event.EventType.DELETE) {
        told = awaited.remove(key);
      } else {
        told = newcomers;
      }
      if (!told) {
        untold = Math.max(untold, event.getKv().getModRevision());
      }
      return told;
    }

    void tick() {
      WatchStream open = stream;
      if (open != null && !open.isOver()) {
        open.tick(true);
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
      lock.lock();
      try {
        backoff.reset();
      } finally {
        lock.unlock();
      }
      signals.changed(path);
    }

    @Override
    public void changed(List<Event> events) {
      boolean matters = false;
      lock.lock();
      try {
        for (Event event : events) {
          matters |= matters(event);
        }
        newcomers &= !matters;
      } finally {
        lock.unlock();
      }
      if (matters) {
        signals.changed(path);
      }
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
        reopening = Optional.of(threads.schedule(this::reopen, backoff.next()));
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
