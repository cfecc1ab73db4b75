package com.multigres.meta.topology;

import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;

/** The components of one type and one cell, by id. */
record ComponentKind<T extends Component>(
    TopoLayout layout, String cell, ComponentType type, RecordCodec<T> codec)
    implements RecordKind<ComponentId, T> {

  @Override
  public TopoPath path(ComponentId id) {
    if (!id.type().equals(type) || !id.cell().equals(cell)) {
      throw TopoException.badInput(
          "component " + id + " is not a " + type.text() + " of cell '" + cell + "'");
    }
    return layout.component(id);
  }

  @Override
  public ComponentId key(T component) {
    return component.id();
  }

  @Override
  public TopoPath directory() {
    return layout.components(type);
  }

  @Override
  public boolean holds(TopoPath path) {
    TopoPath directory = directory();
    return path.names().size() == directory.names().size() + 2
        && path.isBelow(directory)
        && path.name().equals(TopoLayout.recordName(type));
  }

  /** Cells without servers of their own may share a root, and so this directory. */
  @Override
  public boolean ours(T component) {
    return component.id().cell().equals(cell);
  }
}
