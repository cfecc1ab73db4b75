package com.multigres.meta.model.component;

import java.util.List;

/**
 * A cell: a place that fails alone, with a topology of its own.
 *
 * @param name the cell's name; empty only in records that other components left so
 * @param serverAddresses where its topology's servers are, as {@code host:port} or as URL; none:
 *     the servers of the global topology
 * @param root the root of its topology on those servers
 */
public record Cell(String name, List<String> serverAddresses, String root) {

  /** Makes a cell with a copy of the addresses. */
  public Cell {
    serverAddresses = List.copyOf(serverAddresses);
  }
}
