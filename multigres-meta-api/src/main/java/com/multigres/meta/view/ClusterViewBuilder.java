package com.multigres.meta.view;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.cells.Cells;
import com.multigres.meta.view.internal.SteadyClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what a {@link ClusterView} follows and how. Not thread-safe. */
public final class ClusterViewBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterViewBuilder.class);

  private final String cluster;
  private final GlobalTopology global;
  private final Cells cells;
  private Optional<CatalogStore> catalog = Optional.empty();
  private CellOrder order = CellOrder.NONE;
  private Optional<Path> file = Optional.empty();
  private boolean withoutUnusableFile;
  private Duration saveInterval = Duration.ofMinutes(1);
  private Duration proofInterval = Duration.ofSeconds(5);
  private InstantSource clock = new SteadyClock();

  ClusterViewBuilder(String cluster, GlobalTopology global, Cells cells) {
    this.cluster = cluster;
    this.global = global;
    this.cells = cells;
  }

  /**
   * Follows the catalog, too; without it there is no routing.
   *
   * @param store the catalog's store, opened lazily where the view is to start without it; closing
   *     it is the caller's business, after the view
   * @return this builder
   */
  public ClusterViewBuilder catalog(CatalogStore store) {
    catalog = Optional.of(store);
    return this;
  }

  /**
   * Says which cells are near; without it, none is nearer than another.
   *
   * @param nearest the names of cells, one's own first; cells that are not named come last
   * @return this builder
   */
  public ClusterViewBuilder nearest(String... nearest) {
    order = new CellOrder(List.of(nearest));
    return this;
  }

  /**
   * Begins with what a file knows, and keeps the view saved there. A file that does not exist yet
   * is no error.
   *
   * @param path the file, on a local file system, for this view alone; in a directory that exists
   * @return this builder
   */
  public ClusterViewBuilder file(Path path) {
    file = Optional.of(path);
    return this;
  }

  /**
   * Starts without the file where it cannot be used, and replaces it in time, instead of failing.
   * The file of another cluster is refused all the same.
   *
   * @return this builder
   */
  public ClusterViewBuilder evenWithoutFile() {
    withoutUnusableFile = true;
    return this;
  }

  /**
   * Sets how often the view is saved while it learns something; one minute unless set. It is saved
   * besides when it is current for the first time, and when it is closed.
   *
   * @param interval the time from one save to the next, more than zero
   * @return this builder
   */
  public ClusterViewBuilder saveEvery(Duration interval) {
    saveInterval = positive(interval, "saveEvery");
    return this;
  }

  /**
   * Sets how often a small read proves that no change of the catalog is missing; five seconds
   * unless set. So long, and as long again for the read's own deadline, may it take until the
   * catalog's absence is noticed.
   *
   * @param interval the time from one proof to the next, and the deadline of each, more than zero
   * @return this builder
   */
  public ClusterViewBuilder proveCatalogEvery(Duration interval) {
    proofInterval = positive(interval, "proveCatalogEvery");
    return this;
  }

  /** For tests: where the moments come from. */
  ClusterViewBuilder clock(InstantSource source) {
    clock = source;
    return this;
  }

  private static Duration positive(Duration interval, String name) {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException(name + " must be more than zero, not " + interval);
    }
    return interval;
  }

  /**
   * Starts the view. Returns at once, whether or not any store can be reached.
   *
   * @return the running view; the caller closes it, before the stores
   * @throws ViewFileException when the saved view cannot be used
   * @throws com.multigres.meta.topo.TopoException {@code CLOSED} when a store is closed already
   */
  public ClusterView start() {
    Parts known = saved();
    ClusterView view =
        new ClusterView(new Published(new ClusterSnapshot(known)), clock, file, saveInterval);
    try {
      view.start(global, cells, catalog, proofInterval);
      return view;
    } catch (RuntimeException e) {
      view.close();
      throw e;
    }
  }

  private Parts saved() {
    Freshness unread = new Freshness.Unknown("not read yet");
    Parts empty =
        Parts.empty(
            cluster, order, unread, catalog.isPresent() ? unread : new Freshness.NotFollowed());
    try {
      return file.flatMap(path -> SavedView.read(path, empty, clock.instant())).orElse(empty);
    } catch (ViewFileException e) {
      if (!withoutUnusableFile || e.code() == ViewFileException.Code.OTHER_CLUSTER) {
        throw e;
      }
      LOG.warn("starting without the saved view", e);
      return empty;
    }
  }
}
