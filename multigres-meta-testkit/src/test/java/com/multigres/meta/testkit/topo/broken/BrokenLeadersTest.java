package com.multigres.meta.testkit.topo.broken;

import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.TopoStore;
import java.util.List;

/** Broken elections are caught, and what only load and histories show. */
class BrokenLeadersTest extends CatchingContract {
  @Override
  List<Defect<TopoStore>> defects() {
    return TopoDefects.ofLeadersAndHistories();
  }
}
