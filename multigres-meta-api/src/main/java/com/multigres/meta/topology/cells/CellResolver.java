package com.multigres.meta.topology.cells;

import com.multigres.meta.model.component.Cell;
import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topology.internal.CellAddresses;
import java.util.List;

/** Opens the store of a cell from what the cell's record says. Called from any thread. */
@FunctionalInterface
public interface CellResolver {

  /**
   * Opens a cell's store.
   *
   * @param cell the cell's record
   * @return an open store whose root is the cell's; the caller closes it
   * @throws TopoException when the record makes no sense or the servers cannot be reached
   */
  TopoStore open(Cell cell);

  /**
   * Opens cells as the global topology is opened: with its scheme, TLS, credentials and options. A
   * cell without servers of its own is on the global ones.
   *
   * @param globalUri the address of the global topology
   * @param options how to reach it
   * @return the resolver
   */
  static CellResolver like(String globalUri, StoreOptions options) {
    return cell -> {
      if (cell.root().isEmpty()) {
        throw TopoException.badInput("the record of cell '" + cell.name() + "' names no root");
      }
      List<HostPort> servers = servers(cell);
      // Others wrote it too, who join paths with a slash too many.
      TopoPath root = TopoPath.parse(cell.root().replaceAll("/{2,}", "/"));
      return TopoStores.openElsewhere(globalUri, options, servers, root);
    };
  }

  /**
   * The servers that a cell's record names, as {@code host:port} or as URLs.
   *
   * @param cell the cell's record
   * @return its servers in the same order; none for a cell on the global ones
   * @throws TopoException {@code BAD_INPUT} for an address that is neither
   */
  static List<HostPort> servers(Cell cell) {
    return CellAddresses.parse(cell.serverAddresses());
  }
}
