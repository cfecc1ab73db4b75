package com.multigres.meta.view;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.cells.Cells;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A cluster as it stands: all cells' components and the catalog, kept by watches. {@link #snapshot}
 * costs the reading of a field, and what it returns never changes.
 *
 * <p>When a source is away, the view goes on with what it last knew and says since when ({@link
 * Freshness}); when the source is back, it follows again by itself. A cell that is away leaves the
 * others as they are. With a file the view starts with what it knew in its last life, also while no
 * store can be reached.
 *
 * <p>Safe for any number of threads.
 */
public final class ClusterView implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final Published published;
  private final InstantSource clock;
  private final Optional<Saver> saver;
  private final CallbackThreads threads = new CallbackThreads("view");
  private final List<ChangeLane> listeners = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> sources = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  ClusterView(
      Published published, InstantSource clock, Optional<Path> file, Duration saveInterval) {
    this.published = published;
    this.clock = clock;
    this.saver = file.map(path -> new Saver(path, published, clock, saveInterval));
  }

  /**
   * Begins to say what a view follows.
   *
   * @param cluster the cluster's name; a saved view of another one is refused
   * @param global its global topology, on a store that was opened lazily where the view is to start
   *     without it
   * @param cells its cells; closing them and the stores is the caller's business, after the view
   * @return a builder that starts the view
   */
  public static ClusterViewBuilder of(String cluster, GlobalTopology global, Cells cells) {
    return new ClusterViewBuilder(cluster, global, cells);
  }

  void start(
      GlobalTopology global, Cells cells, Optional<CatalogStore> catalog, Duration proofInterval) {
    cells.remember(published.now().cells().stream().map(CellSnapshot::record).toList());
    GlobalUpdates topology = new GlobalUpdates(global, cells, published, clock, threads);
    sources.add(topology);
    topology.start();
    catalog.ifPresent(
        store -> {
          CatalogUpdates updates = new CatalogUpdates(store, published, clock, proofInterval);
          sources.add(updates);
          updates.start();
        });
    saver.ifPresent(file -> file.start(threads));
  }

  /**
   * What is known now.
   *
   * @return the newest snapshot
   */
  public ClusterSnapshot snapshot() {
    return published.now();
  }

  /**
   * Waits for a snapshot.
   *
   * @param condition for instance {@code ClusterSnapshot::isCurrent}; called after each change, and
   *     fast: meanwhile nothing changes
   * @param timeout how long to wait
   * @return whether there was such a snapshot in time
   * @throws InterruptedException when the calling thread is interrupted
   */
  public boolean await(Predicate<ClusterSnapshot> condition, Duration timeout)
      throws InterruptedException {
    return published.await(condition, timeout);
  }

  /**
   * Asks to be told of changes. A listener is told one change at a time, in order, on a thread of
   * the view; while it is slow, changes are put together for it, and nobody else waits. What it
   * throws is logged, and it is told of the next.
   *
   * @param known what the listener knows: where another snapshot stands already, it is told of the
   *     difference at once, so that it misses nothing
   * @param listener called with each change
   * @return ends the telling; once its {@code close()} has returned the listener is not called
   *     again, except where it closes itself
   */
  public Subscription onChange(ClusterSnapshot known, Consumer<ViewChange> listener) {
    ChangeLane lane = new ChangeLane(published, threads, known, listener);
    listeners.add(lane);
    lane.start();
    if (closed.get()) {
      lane.close();
    }
    return () -> {
      listeners.remove(lane);
      lane.close();
    };
  }

  /**
   * Saves what is known now to a file, besides the one that the view keeps. Whoever reads the file
   * meanwhile finds the old one or the new one.
   *
   * @param file the file
   * @throws ViewFileException {@code IO} when that cannot be done; the old file is as it was
   */
  public void save(Path file) {
    SavedView.save(file, published.now().parts(), clock.instant());
  }

  /**
   * Ends the following and the telling, and saves the view once more where it has a file. The last
   * snapshot remains, and says that it is stale from now on. Closing twice is harmless.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    listeners.forEach(ChangeLane::close);
    saver.ifPresent(Saver::close);
    published.freeze(parts -> parts.ended(clock.instant(), "the view is closed"));
    sources.forEach(ClusterView::close);
    threads.close(Deadline.after(CLOSE_TIMEOUT));
  }

  /** The sources throw nothing that is checked. */
  private static void close(AutoCloseable source) {
    try {
      source.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
