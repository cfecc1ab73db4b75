package com.multigres.meta.cluster;

import com.google.protobuf.ByteString;
import com.multigres.meta.cluster.internal.ClusterEntryNode;
import com.multigres.meta.cluster.spec.CellSpec;
import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.cluster.spec.TopoServerSpec;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topology.Entry;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.PutResult;
import com.multigres.meta.topology.internal.Conflicts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Step 1 of a cluster's life: its entry in the global topology and one for each cell, with the
 * address of the cell's own topology server.
 *
 * <p>Idempotent: a second run changes nothing, a run after a crash completes the first, and a run
 * with another address updates the cell, which its watchers see. What the description leaves open
 * (a root, the address of a server that an operator runs) stays as it is in the topology, the
 * canonical source of it. Cells are only ever added here. Thread-safe.
 */
public final class ClusterInitializer {
  private final GlobalTopology global;
  private final TopoPath globalRoot;

  /**
   * An initialiser.
   *
   * @param global the global topology
   * @param globalRoot where its root is; cells without a root of their own get one beside it
   */
  public ClusterInitializer(GlobalTopology global, TopoPath globalRoot) {
    this.global = global;
    this.globalRoot = globalRoot;
  }

  /**
   * What an initialisation did.
   *
   * @param entry what became of the cluster's entry
   * @param cells what became of each cell's record, in the description's order
   */
  public record Result(PutResult.Effect entry, Map<String, PutResult.Effect> cells) {

    /** Makes a result with a copy of the map. */
    public Result {
      cells = new LinkedHashMap<>(cells);
    }

    /**
     * What became of one cell's record.
     *
     * @param cell a cell of the description
     * @return the effect
     * @throws IllegalArgumentException when the description has no such cell
     */
    public PutResult.Effect effectOn(String cell) {
      PutResult.Effect effect = cells.get(cell);
      if (effect == null) {
        throw new IllegalArgumentException("there is no cell '" + cell + "' among " + cells);
      }
      return effect;
    }

    /**
     * Whether anything was written.
     *
     * @return false when all stood already
     */
    public boolean changed() {
      return entry != PutResult.Effect.UNCHANGED
          || cells.values().stream().anyMatch(effect -> effect != PutResult.Effect.UNCHANGED);
    }
  }

  /**
   * Initialises a cluster.
   *
   * @param spec what it is to look like
   * @return what that did
   * @throws ClusterException {@code OTHER_CLUSTER} when another cluster's entry stands in this
   *     topology
   * @throws TopoException as the store; {@code BAD_INPUT}, before anything is written, for a cell
   *     whose name or address has no place in the layout
   */
  public Result initialise(ClusterSpec spec) {
    List<Cell> wanted = new ArrayList<>();
    for (CellSpec cell : spec.cells()) {
      wanted.add(wanted(cell));
    }
    PutResult.Effect entry = putEntry(ClusterEntry.of(spec));
    Map<String, PutResult.Effect> cells = new LinkedHashMap<>();
    wanted.forEach(cell -> cells.put(cell.name(), global.cells().put(cell).effect()));
    return new Result(entry, cells);
  }

  /**
   * Reads the entry of the cluster that a global topology belongs to.
   *
   * @param global the global topology
   * @return the entry; empty when no cluster was initialised there
   */
  public static Optional<ClusterEntry> read(GlobalTopology global) {
    return global
        .store()
        .read(ClusterEntryNode.PATH)
        .map(node -> ClusterEntryNode.CODEC.decode(node.path(), node.value()));
  }

  private Cell wanted(CellSpec cell) {
    Optional<Cell> standing = global.cells().get(cell.name()).map(Entry::record);
    TopoServerSpec server = cell.localTopo();
    boolean open = server.managed() && server.addresses().isEmpty();
    List<String> addresses =
        open ? standing.map(Cell::serverAddresses).orElse(List.of()) : server.addresses();
    return new Cell(cell.name(), addresses, root(cell, standing));
  }

  private String root(CellSpec cell, Optional<Cell> standing) {
    String given = cell.localTopo().rootPath();
    if (!given.isEmpty()) {
      return given;
    }
    return standing
        .map(Cell::root)
        .filter(root -> !root.isEmpty())
        .orElseGet(() -> "/" + global.layout().cellRoot(globalRoot, cell.name()));
  }

  private PutResult.Effect putEntry(ClusterEntry wanted) {
    return Conflicts.retry(ClusterEntryNode.PATH, () -> putEntryOnce(wanted));
  }

  private Optional<PutResult.Effect> putEntryOnce(ClusterEntry wanted) {
    Optional<Node> standing = global.store().read(ClusterEntryNode.PATH);
    if (standing.isEmpty()) {
      ByteString value = ClusterEntryNode.CODEC.encode(wanted);
      return Conflicts.unlessLost(
          () -> {
            global.store().write(ClusterEntryNode.PATH, value, Expect.absent());
            return PutResult.Effect.CREATED;
          });
    }
    return replaceEntry(standing.get(), wanted);
  }

  private Optional<PutResult.Effect> replaceEntry(Node standing, ClusterEntry wanted) {
    ClusterEntry before = ClusterEntryNode.CODEC.decode(standing.path(), standing.value());
    before.require(wanted.qualifiedName());
    ByteString value = ClusterEntryNode.CODEC.merge(standing.path(), standing.value(), wanted);
    if (value.equals(standing.value())) {
      return Optional.of(PutResult.Effect.UNCHANGED);
    }
    return Conflicts.unlessLost(
        () -> {
          global.store().write(ClusterEntryNode.PATH, value, Expect.version(standing.version()));
          return PutResult.Effect.CHANGED;
        });
  }
}
