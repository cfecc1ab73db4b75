package com.multigres.meta.view;

import com.multigres.meta.model.component.Cell;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.RecordEvent;
import com.multigres.meta.topology.cells.CellFollowing;
import com.multigres.meta.topology.cells.Cells;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Follows which cells there are, and has each followed. The cells that the view began with are
 * followed at once, whether or not the global topology can be reached.
 */
final class GlobalUpdates implements AutoCloseable {
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  private final GlobalTopology global;
  private final Cells cells;
  private final Published published;
  private final InstantSource clock;
  private final CallbackThreads threads;
  // Guarded by the publishing lock.
  private final Health health;
  private final Set<String> named = new HashSet<>();
  private boolean complete;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Followed> followed = new HashMap<>();
  private Optional<Watch> watch = Optional.empty();
  private Optional<Subscription> states = Optional.empty();
  private boolean closed;

  private record Followed(CellUpdates updates, CellFollowing following) {}

  GlobalUpdates(
      GlobalTopology global,
      Cells cells,
      Published published,
      InstantSource clock,
      CallbackThreads threads) {
    this.global = global;
    this.cells = cells;
    this.published = published;
    this.clock = clock;
    this.threads = threads;
    this.health = new Health(clock, 1);
  }

  /** Begins. The cells that are known already must have been remembered by {@link Cells}. */
  void start() {
    published.now().cells().forEach(cell -> follow(cell.name()));
    states = Optional.of(global.store().onConnectionState(state -> look()));
    look();
    watch();
  }

  private void watch() {
    lock.lock();
    try {
      if (!closed) {
        watch = Optional.of(global.cells().watch(this::on));
      }
    } finally {
      lock.unlock();
    }
  }

  private void look() {
    published.update(
        parts -> {
          ConnectionState state = global.store().connectionState();
          health.connected(state == ConnectionState.CONNECTED, state.name());
          return judged(parts);
        });
  }

  private Parts judged(Parts parts) {
    Freshness next = health.judge(parts.topology());
    return next.equals(parts.topology()) ? parts : parts.with(next);
  }

  private void on(RecordEvent<Cell> event) {
    if (event instanceof RecordEvent.Present<Cell> present) {
      known(present.entry().record());
    } else if (event instanceof RecordEvent.Unreadable<Cell> unreadable) {
      String reason = String.valueOf(unreadable.error().getMessage());
      unreadable.error().path().ifPresent(path -> unreadable(path, reason));
    } else if (event instanceof RecordEvent.Removed<Cell> removed) {
      global.layout().cellAt(removed.path()).ifPresent(this::forget);
    } else if (event instanceof RecordEvent.InSync<Cell>) {
      inSync();
    } else if (event instanceof RecordEvent.Ended<Cell> ended) {
      refused(String.valueOf(ended.error().getMessage()));
    }
  }

  private void known(Cell cell) {
    published.update(
        parts -> {
          named.add(cell.name());
          return parts
              .withCell(cell)
              .withCell(cell.name(), c -> c.withoutUnreadable(global.cells().path(cell.name())));
        });
    follow(cell.name());
  }

  /** The cell's store stays as it is known; a cell of which nothing is known is at least named. */
  private void unreadable(TopoPath path, String reason) {
    Optional<String> name = global.layout().cellAt(path);
    if (name.isEmpty()) {
      return;
    }
    String cell = name.get();
    published.update(
        parts -> {
          named.add(cell);
          Parts there =
              parts.cell(cell).isPresent() ? parts : parts.withCell(new Cell(cell, List.of(), ""));
          return there.withCell(cell, snapshot -> snapshot.withUnreadable(path, reason));
        });
    follow(cell);
  }

  private void inSync() {
    Set<String> gone = new HashSet<>();
    published.update(
        parts -> {
          if (complete) {
            return parts;
          }
          complete = true;
          health.inSync();
          parts.cells().forEach((name, cell) -> gone.add(name));
          gone.removeAll(named);
          Parts next = parts;
          for (String cell : gone) {
            next = next.withoutCell(cell);
          }
          return judged(next);
        });
    gone.forEach(this::forget);
  }

  private void refused(String reason) {
    published.update(
        parts -> {
          named.clear();
          complete = false;
          health.restart(reason);
          return judged(parts);
        });
    threads.schedule(this::watchAgain, ASK_AGAIN);
  }

  private void watchAgain() {
    taken().ifPresent(Watch::close);
    watch();
  }

  private Optional<Watch> taken() {
    lock.lock();
    try {
      Optional<Watch> running = watch;
      watch = Optional.empty();
      return running;
    } finally {
      lock.unlock();
    }
  }

  private void follow(String cell) {
    lock.lock();
    try {
      if (!closed && !followed.containsKey(cell)) {
        CellUpdates updates =
            new CellUpdates(cell, global.layout(), published, clock, this::restartLater);
        followed.put(cell, new Followed(updates, cells.follow(cell, updates)));
      }
    } finally {
      lock.unlock();
    }
  }

  private void restartLater(CellUpdates refused) {
    threads.schedule(() -> restart(refused), ASK_AGAIN);
  }

  private void restart(CellUpdates refused) {
    lock.lock();
    try {
      Optional.ofNullable(followed.get(refused.cell()))
          .filter(cell -> cell.updates() == refused)
          .ifPresent(cell -> cell.following().restart());
    } finally {
      lock.unlock();
    }
  }

  /** The thread that follows the cell may be busy with the cell's store: nobody waits for it. */
  private void forget(String cell) {
    Optional<Followed> gone;
    lock.lock();
    try {
      gone = Optional.ofNullable(followed.remove(cell));
    } finally {
      lock.unlock();
    }
    gone.ifPresent(one -> one.updates().end());
    published.update(
        parts -> {
          named.remove(cell);
          return parts.withoutCell(cell);
        });
    gone.ifPresent(one -> threads.execute(() -> one.following().close()));
  }

  @Override
  public void close() {
    List<Followed> all;
    lock.lock();
    try {
      closed = true;
      all = List.copyOf(followed.values());
      followed.clear();
    } finally {
      lock.unlock();
    }
    states.ifPresent(Subscription::close);
    taken().ifPresent(Watch::close);
    all.forEach(cell -> cell.following().end());
    all.forEach(cell -> cell.following().close());
  }
}
