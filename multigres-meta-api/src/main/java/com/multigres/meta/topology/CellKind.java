package com.multigres.meta.topology;

import com.multigres.meta.model.component.Cell;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.internal.CellAddresses;
import java.util.List;

/** Cells, by name. */
record CellKind(TopoLayout layout) implements RecordKind<String, Cell> {
  @Override
  public RecordCodec<Cell> codec() {
    return RecordCodecs.CELL;
  }

  @Override
  public TopoPath path(String cell) {
    return layout.cell(cell);
  }

  @Override
  public String key(Cell cell) {
    return cell.name();
  }

  @Override
  public TopoPath directory() {
    return layout.cells();
  }

  @Override
  public boolean holds(TopoPath path) {
    return layout.cellAt(path).isPresent();
  }

  /** Where the record lies is what components know the cell by. */
  @Override
  public Cell completed(TopoPath path, Cell cell) {
    String name = layout.cellAt(path).orElse(cell.name());
    return new Cell(name, cell.serverAddresses(), cell.root());
  }

  @Override
  public Cell spelled(Cell wanted) {
    return spelled(wanted, List.of());
  }

  @Override
  public Cell spelled(Cell wanted, Cell previous) {
    return spelled(wanted, previous.serverAddresses());
  }

  private static Cell spelled(Cell wanted, List<String> previous) {
    List<String> addresses = CellAddresses.spell(wanted.serverAddresses(), previous);
    return new Cell(wanted.name(), addresses, wanted.root());
  }

  /** A cell's record may have whole trees beside it: only the records are read. */
  @Override
  public List<Node> nodes(TopoStore store) {
    return store.children(directory()).stream()
        .map(layout::cellPath)
        .filter(this::holds)
        .flatMap(path -> store.read(path).stream())
        .toList();
  }
}
