package com.multigres.meta.view;

import com.multigres.meta.model.component.Pooler;
import java.util.Comparator;
import java.util.List;

/** Which cells are near: those that are named, in their order, then all others alike. */
record CellOrder(List<String> nearest) {
  static final CellOrder NONE = new CellOrder(List.of());

  CellOrder {
    nearest = List.copyOf(nearest);
  }

  /** Keeps the order of those that are equally near. */
  Comparator<Pooler> nearestFirst() {
    return Comparator.comparingInt(pooler -> distance(pooler.id().cell()));
  }

  private int distance(String cell) {
    int at = nearest.indexOf(cell);
    return at < 0 ? nearest.size() : at;
  }
}
