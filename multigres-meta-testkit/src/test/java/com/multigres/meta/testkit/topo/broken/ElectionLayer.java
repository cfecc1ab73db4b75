package com.multigres.meta.testkit.topo.broken;

import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.lock.Election;
import com.multigres.meta.topo.lock.Leadership;
import com.multigres.meta.topo.lock.LockOptions;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** An election over another that passes everything on. */
class ElectionLayer implements Election {
  protected final Election below;

  ElectionLayer(Election below) {
    this.below = below;
  }

  /** A store whose elections have a layer. */
  static UnaryOperator<TopoStore> over(UnaryOperator<Election> layer) {
    return LocksLayer.over(
        real ->
            new LocksLayer(real) {
              @Override
              public Election election(TopoPath path) {
                return layer.apply(below.election(path));
              }
            });
  }

  @Override
  public TopoPath path() {
    return below.path();
  }

  @Override
  public Leadership campaign(String candidate, LockOptions options) {
    return below.campaign(candidate, options);
  }

  @Override
  public Optional<Leader> leader() {
    return below.leader();
  }

  @Override
  public Watch observe(Consumer<Optional<Leader>> listener) {
    return below.observe(listener);
  }
}
