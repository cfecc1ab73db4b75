package com.multigres.meta.topology.cells;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topology.CellTopology;
import com.multigres.meta.topology.RecordEvent;
import com.multigres.meta.topology.Records;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a cell's records wherever its record says they are. What a store lacks that the one
 * before it had is told as removed.
 */
final class CellWatch<T> implements Watch, CellFollower {
  private static final Logger LOG = LoggerFactory.getLogger(CellWatch.class);

  private final String cell;
  private final Function<CellTopology, Records<?, T>> what;
  private final Consumer<RecordEvent<T>> listener;
  private final CellFollowing following;
  private final Map<TopoPath, Optional<T>> told = new HashMap<>();
  private final Set<TopoPath> named = new HashSet<>();
  private boolean replacing;
  private volatile boolean closed;
  private volatile Optional<Thread> telling = Optional.empty();

  CellWatch(
      Cells cells,
      String cell,
      Function<CellTopology, Records<?, T>> what,
      Consumer<RecordEvent<T>> listener) {
    this.cell = cell;
    this.what = what;
    this.listener = listener;
    this.following = new CellFollowing(cells, cell, this);
  }

  CellWatch<T> start() {
    following.start();
    return this;
  }

  @Override
  public Subscription begin(CellLease lease) {
    replacing = true;
    named.clear();
    Watch watch = what.apply(lease.topology()).watch(this::on);
    return watch::close;
  }

  @Override
  public void gone() {
    List.copyOf(told.keySet()).forEach(this::remove);
  }

  private void on(RecordEvent<T> event) {
    if (event instanceof RecordEvent.Present<T> present) {
      know(present.entry().path(), Optional.of(present.entry().record()));
    } else if (event instanceof RecordEvent.Unreadable<T> unreadable) {
      unreadable.error().path().ifPresent(path -> know(path, Optional.empty()));
    } else if (event instanceof RecordEvent.Removed<T> removed) {
      told.remove(removed.path());
    } else if (event instanceof RecordEvent.InSync<T>) {
      removeUnnamed();
    } else if (event instanceof RecordEvent.Ended<T>) {
      tell(event);
      end();
      return;
    }
    tell(event);
  }

  private void know(TopoPath path, Optional<T> record) {
    told.put(path, record);
    named.add(path);
  }

  private void removeUnnamed() {
    if (replacing) {
      List<TopoPath> gone = new ArrayList<>(told.keySet());
      gone.removeAll(named);
      gone.forEach(this::remove);
    }
    replacing = false;
    named.clear();
  }

  private void remove(TopoPath path) {
    Optional<T> last = told.getOrDefault(path, Optional.empty());
    told.remove(path);
    tell(new RecordEvent.Removed<>(path, last));
  }

  private void tell(RecordEvent<T> event) {
    if (closed) {
      return;
    }
    telling = Optional.of(Thread.currentThread());
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      LOG.warn("a listener for cell {} failed", cell, e);
    } finally {
      telling = Optional.empty();
    }
  }

  private void end() {
    closed = true;
    following.end();
  }

  /** Waits for the listener, unless it is the listener that closes. */
  @Override
  public void close() {
    end();
    if (telling.filter(Thread.currentThread()::equals).isEmpty()) {
      following.close();
    }
  }
}
