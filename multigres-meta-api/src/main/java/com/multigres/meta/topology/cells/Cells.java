package com.multigres.meta.topology.cells;

import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.Gateway;
import com.multigres.meta.model.component.Orchestrator;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.store.ErrorCategory;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topology.CellTopology;
import com.multigres.meta.topology.Entry;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.Listing;
import com.multigres.meta.topology.RecordEvent;
import com.multigres.meta.topology.Records;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topologies of a cluster's cells. A cell's store is opened when it is first used, from the
 * address and root in the cell's record, and kept. When the record changes, the next use connects
 * anew; the old store is closed when nobody uses it any more. While the global topology is out of
 * reach, cells that are open stay usable. Safe for any number of threads.
 */
public final class Cells implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cells.class);

  private final GlobalTopology global;
  private final CellResolver resolver;
  private final Map<String, CellSlot> slots = new ConcurrentHashMap<>();
  private final CellSearch search = new CellSearch();
  private final Watch watch;
  private volatile boolean closed;

  private Cells(GlobalTopology global, CellResolver resolver) {
    this.global = global;
    this.resolver = resolver;
    watch = global.cells().watch(this::on);
  }

  /**
   * The cells of a cluster.
   *
   * @param global its global topology; closing its store is the caller's business, after this
   * @param resolver opens a cell's store
   * @return the cells
   */
  public static Cells of(GlobalTopology global, CellResolver resolver) {
    return new Cells(global, resolver);
  }

  /**
   * Says what was known of some cells in an earlier life. A cell that is remembered can be used
   * while the global topology is out of reach; what the global topology says counts more.
   *
   * @param remembered the records as they were last seen
   */
  public void remember(Collection<Cell> remembered) {
    remembered.forEach(cell -> slot(cell.name()).remembered(cell));
  }

  /**
   * Starts a use of a cell's topology.
   *
   * @param cell the cell's name
   * @return the lease; the caller closes it
   * @throws TopoException {@code NO_NODE} when there is no such cell; {@code CLOSED} after {@link
   *     #close}; else as the resolver and the global store
   */
  public CellLease lease(String cell) {
    CellSlot slot = slot(cell);
    Optional<Cell> record = record(cell, slot);
    if (record.isEmpty()) {
      slot.noticed(record);
      throw TopoException.refused(
          TopoException.Code.NO_NODE, global.cells().path(cell), "there is no cell '" + cell + "'");
    }
    return slot.lease(record.get());
  }

  /** What the record says; what it last said while nobody can tell. */
  private Optional<Cell> record(String cell, CellSlot slot) {
    Optional<Cell> last = slot.lastRecord();
    if (last.isPresent() && outOfReach()) {
      return last;
    }
    try {
      return global.cells().get(cell).map(Entry::record);
    } catch (TopoException e) {
      if (last.isPresent() && e.category() == ErrorCategory.TRANSIENT) {
        LOG.warn("cannot read the record of cell {}, going on with its open store", cell, e);
        return last;
      }
      throw e;
    }
  }

  private boolean outOfReach() {
    ConnectionState state = global.store().connectionState();
    return state == ConnectionState.SUSPENDED || state == ConnectionState.LOST;
  }

  /**
   * Uses a cell's topology once.
   *
   * @param <R> what the use results in
   * @param cell the cell's name
   * @param use what to do; the topology is not to be used after it returned
   * @return what the use returned
   * @throws TopoException as {@link #lease}, and what the use throws
   */
  public <R> R with(String cell, Function<CellTopology, R> use) {
    try (CellLease lease = lease(cell)) {
      return use.apply(lease.topology());
    }
  }

  /**
   * Uses the store of a cell for long, whichever its record names: again whenever the cell moves,
   * and as soon as it can be reached. The cell need not exist yet.
   *
   * @param cell the cell's name
   * @param follower what to do with the store
   * @return the use; it ends when it is closed or these cells are
   */
  public CellFollowing follow(String cell, CellFollower follower) {
    return new CellFollowing(this, cell, follower).start();
  }

  /**
   * Registers a component in its cell for as long as it lives, wherever the cell's record says that
   * the cell is: when the cell moves, the component moves with it.
   *
   * @param <T> the kind of component
   * @param component the component; its id names the cell
   * @param options time to live, what to do when a record stands there already, whom to tell
   * @return the registration; it ends when it is closed or these cells are
   * @throws TopoException as {@link #lease}, and as {@link CellTopology#register(Component,
   *     RegistrationOptions)}
   */
  public <T extends Component> CellRegistration<T> register(
      T component, RegistrationOptions options) {
    return CellRegistration.start(this, component, options);
  }

  /**
   * Watches records of a cell, in whichever store its record names: when the cell moves, the
   * difference between the old store and the new one is told. While the cell cannot be reached,
   * nothing is told; when it is taken out of the global topology, its records are told as removed.
   * It need not exist yet.
   *
   * @param <T> the kind of record
   * @param cell the cell's name
   * @param what which records, for instance {@code CellTopology::poolers}
   * @param listener told of every record and every change, one at a time, on a thread of this
   *     library
   * @return the watch; it ends when it is closed or these cells are
   */
  public <T> Watch watch(
      String cell, Function<CellTopology, Records<?, T>> what, Consumer<RecordEvent<T>> listener) {
    return new CellWatch<>(this, cell, what, listener).start();
  }

  /**
   * Finds the poolers of all cells.
   *
   * @return the poolers, and which cells could not be searched
   * @throws TopoException when the cells' records cannot be read at all
   */
  public Discovery<Pooler> poolers() {
    return discover(topology -> topology.poolers().list());
  }

  /**
   * Finds the gateways of all cells.
   *
   * @return the gateways, and which cells could not be searched
   * @throws TopoException when the cells' records cannot be read at all
   */
  public Discovery<Gateway> gateways() {
    return discover(topology -> topology.gateways().list());
  }

  /**
   * Finds the orchestrators of all cells.
   *
   * @return the orchestrators, and which cells could not be searched
   * @throws TopoException when the cells' records cannot be read at all
   */
  public Discovery<Orchestrator> orchestrators() {
    return discover(topology -> topology.orchestrators().list());
  }

  /**
   * Finds the components of all cells.
   *
   * @return the components, and which cells could not be searched
   * @throws TopoException when the cells' records cannot be read at all
   */
  public Discovery<Component> components() {
    return discover(CellTopology::components);
  }

  /** Searches all cells at the same time, so that one that does not answer delays no other. */
  private <T> Discovery<T> discover(Function<CellTopology, Listing<T>> found) {
    Listing<Cell> cells = global.cells().list();
    return search.run(
        cells,
        cell -> {
          try (CellLease lease = slot(cell.name()).lease(cell)) {
            return found.apply(lease.topology());
          }
        });
  }

  private CellSlot slot(String cell) {
    if (closed) {
      throw TopoException.refused(TopoException.Code.CLOSED, "the cells are closed");
    }
    return slots.computeIfAbsent(cell, name -> new CellSlot(resolver, global.layout()));
  }

  /** Keeps up with the records, so that whoever holds a lease hears of a move. */
  private void on(RecordEvent<Cell> event) {
    if (event instanceof RecordEvent.Present<Cell> present) {
      Cell cell = present.entry().record();
      noticed(cell.name(), Optional.of(cell));
    } else if (event instanceof RecordEvent.Removed<Cell> removed) {
      global.layout().cellAt(removed.path()).ifPresent(name -> noticed(name, Optional.empty()));
    } else if (event instanceof RecordEvent.Ended<Cell> ended) {
      LOG.warn("changes of cells are no longer told", ended.error());
    }
  }

  private void noticed(String cell, Optional<Cell> record) {
    Optional.ofNullable(slots.get(cell)).ifPresent(slot -> slot.noticed(record));
  }

  /**
   * Closes the stores of all cells: those that are in use with their last lease, the others at
   * once. Closing twice is harmless.
   */
  @Override
  public void close() {
    closed = true;
    watch.close();
    slots.values().forEach(CellSlot::close);
    search.close();
  }
}
