package com.multigres.meta.topo.etcd;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.etcd.internal.Backoff;
import com.multigres.meta.topo.etcd.internal.CallFailed;
import com.multigres.meta.topo.etcd.internal.Done;
import com.multigres.meta.topo.etcd.internal.EtcdKeys;
import com.multigres.meta.topo.etcd.internal.Stamp;
import com.multigres.meta.topo.etcd.internal.WatchStream;
import com.multigres.meta.topo.spi.BackgroundTask;
import com.multigres.meta.topo.spi.WatchDelivery;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.RangeRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A watch and how far it has followed the history. It tells the state first, or what came after the
 * point to resume from; when its stream breaks it goes on behind the last whole revision, and when
 * that is compacted it tells everything anew (rules T12 to T14).
 */
final class FollowedWatch implements WatchStream.Receiver {
  private static final Duration AFTER_A_FAILURE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final EtcdWatches watches;
  private final WatchDelivery delivery;
  private final TopoPath watched;
  private final ToldNodes told;
  private final EtcdKeys.Span span;
  private final BackgroundTask beginning;
  private final ReentrantLock lock = new ReentrantLock();
  private final Backoff backoff = new Backoff(AFTER_A_FAILURE, LONGEST_PAUSE);
  private @Nullable WatchStream stream;
  private Optional<Stamp> position;
  private Optional<String> gap = Optional.empty();
  // Counts: what was read before one of them is of another history.
  private int restarts;
  private long syncAt;
  private boolean inSync;
  private boolean closed;

  FollowedWatch(
      EtcdWatches watches,
      EtcdKeys keys,
      TopoPath watched,
      WatchOptions options,
      WatchDelivery delivery) {
    this.watches = watches;
    this.delivery = delivery;
    this.watched = watched;
    this.told = new ToldNodes(keys, watched, options.scope(), delivery);
    this.span = told.span();
    this.position = options.from().map(Stamp::of);
    this.beginning = new BackgroundTask(watches.threads(), this::begin);
  }

  /** Begins, or begins again where it was. Never blocks. */
  void start() {
    beginning.request();
  }

  /** The history is another one: everything is told anew. */
  void restart(String reason) {
    locked(
        () -> {
          restarts++;
          gap = Optional.of(reason);
          endStream();
        });
    start();
  }

  private void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  private void endStream() {
    WatchStream open = stream;
    stream = null;
    if (open != null) {
      open.close();
    }
  }

  /** On a thread of the store, one at a time. */
  private void begin() {
    int begun;
    lock.lock();
    try {
      if (closed || stream != null) {
        return;
      }
      begun = restarts;
    } finally {
      lock.unlock();
    }
    try {
      Deadline deadline = Deadline.after(watches.timeout());
      Stamp now = now(deadline);
      Optional<Stamp> from = from(now);
      if (from.isEmpty()) {
        tellState(watches.reads().state(span, deadline, "watch of " + watched), begun);
      }
      follow(from.isPresent() ? now.revision() : 0, begun);
    } catch (TopoException failure) {
      failed(failure);
    }
  }

  private Stamp now(Deadline deadline) {
    RangeRequest nothing = RangeRequest.newBuilder().setKey(span.from()).setCountOnly(true).build();
    Done<?> done = watches.calls().read(nothing, deadline, "watch of " + watched);
    return new Stamp(done.cluster(), done.revision());
  }

  /** Where to go on; empty when everything is to be told. */
  private Optional<Stamp> from(Stamp now) {
    lock.lock();
    try {
      if (gap.isEmpty() && position.isPresent()) {
        Stamp at = position.get();
        if (at.cluster().equals(now.cluster())
            && at.revision() != Stamp.START
            && at.revision() <= now.revision()) {
          return position;
        }
        gap = Optional.of("the history does not hold " + at.cursor());
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private void tellState(EtcdReads.State state, int begun) {
    locked(
        () -> {
          if (restarts == begun) {
            told.state(state, gap);
            position = Optional.of(state.at());
            gap = Optional.empty();
            inSync = true;
          }
        });
  }

  private void follow(long until, int begun) {
    locked(
        () -> {
          if (!closed && gap.isEmpty() && restarts == begun) {
            long from = position.map(Stamp::revision).orElse(0L);
            syncAt = until;
            if (!inSync && until <= from) {
              becomeInSync();
            }
            stream =
                WatchStream.open(
                    watches.requests(),
                    watches.contact(),
                    List.of(span),
                    from + 1,
                    told.needsFormer(),
                    this);
          }
        });
  }

  private void becomeInSync() {
    inSync = true;
    position.ifPresent(told::inSync);
  }

  @Override
  public void opened() {
    locked(backoff::reset);
    tick();
  }

  /** Called every now and then. */
  void tick() {
    locked(
        () -> {
          WatchStream open = stream;
          if (open != null && open.isOver()) {
            stream = null;
            start();
          } else if (open != null) {
            open.tick(watches.latest() > position.map(Stamp::revision).orElse(0L));
            if (!inSync) {
              open.askProgress();
            }
          }
        });
  }

  @Override
  public void changed(List<Event> events) {
    locked(
        () -> {
          if (closed || gap.isPresent()) {
            return;
          }
          for (int i = 0; i < events.size(); i++) {
            long revision = events.get(i).getKv().getModRevision();
            boolean last =
                i == events.size() - 1 || events.get(i + 1).getKv().getModRevision() != revision;
            Stamp before = position.orElseThrow();
            Stamp after = last ? new Stamp(before.cluster(), revision) : before;
            told.change(events.get(i), after, inSync);
            position = Optional.of(after);
          }
          syncFrom(position.map(Stamp::revision).orElse(0L));
        });
  }

  @Override
  public void progressed(long revision) {
    locked(
        () -> {
          if (!closed && gap.isEmpty() && position.isPresent()) {
            Stamp at = position.get();
            if (revision > at.revision()) {
              position = Optional.of(new Stamp(at.cluster(), revision));
            }
            syncFrom(revision);
          }
        });
  }

  private void syncFrom(long revision) {
    if (!inSync && revision >= syncAt) {
      becomeInSync();
    }
  }

  @Override
  public void compacted() {
    locked(
        () -> {
          stream = null;
          gap = Optional.of("the history from " + cursor() + " on is compacted");
        });
    start();
  }

  @Override
  public void broken(CallFailed why) {
    locked(() -> stream = null);
    failed(watches.translated(why, "watch of " + watched));
  }

  private void failed(TopoException failure) {
    if (failure.code() == Code.CLOSED) {
      return;
    }
    if (watches.isRefusal(failure)) {
      locked(() -> delivery.ended(failure, cursor()));
      return;
    }
    locked(() -> watches.later(this::start, backoff.next()));
  }

  private Cursor cursor() {
    return position.orElseGet(() -> new Stamp(watches.cluster(), Stamp.START)).cursor();
  }

  /** Follows no further. Never blocks. */
  void close() {
    locked(
        () -> {
          closed = true;
          endStream();
        });
    beginning.stop();
  }
}
