package com.multigres.meta.k8s.bridge;

import com.multigres.meta.model.component.Cell;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topology.CellTopology;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.cells.Cells;
import java.util.HashMap;
import java.util.Map;

/** Tells when poolers come, go or change: a shard turns ready when its pooler serves. */
public interface PoolerNews {

  /**
   * Begins to tell.
   *
   * @param changed called on a thread of the library, must return at once
   */
  Following follow(Runnable changed);

  /** Tells until it is closed. Used by one thread. */
  interface Following extends AutoCloseable {
    /** Follows cells that are new. */
    void refresh();

    @Override
    void close();
  }

  /** {@return news of nothing: what is not told is seen at the next interval} */
  static PoolerNews none() {
    return changed ->
        new Following() {
          @Override
          public void refresh() {}

          @Override
          public void close() {}
        };
  }

  /**
   * News of a cluster's poolers.
   *
   * @param cells the cells; stay the caller's
   * @param global says which cells there are
   */
  static PoolerNews of(Cells cells, GlobalTopology global) {
    return changed -> new CellsFollowing(cells, global, changed);
  }

  /** Follows each cell that the global topology names. */
  final class CellsFollowing implements Following {
    private final Cells cells;
    private final GlobalTopology global;
    private final Runnable changed;
    private final Map<String, Watch> watches = new HashMap<>();

    private CellsFollowing(Cells cells, GlobalTopology global, Runnable changed) {
      this.cells = cells;
      this.global = global;
      this.changed = changed;
    }

    @Override
    public void refresh() {
      for (Cell cell : global.cells().list().records()) {
        watches.computeIfAbsent(
            cell.name(), name -> cells.watch(name, CellTopology::poolers, event -> changed.run()));
      }
    }

    @Override
    public void close() {
      watches.values().forEach(Watch::close);
    }
  }
}
