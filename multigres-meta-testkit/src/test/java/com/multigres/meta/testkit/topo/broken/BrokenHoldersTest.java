package com.multigres.meta.testkit.topo.broken;

import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.TopoStore;
import java.util.List;

/** Broken sessions, locks and guards are caught. */
class BrokenHoldersTest extends CatchingContract {
  @Override
  List<Defect<TopoStore>> defects() {
    return TopoDefects.ofHolders();
  }
}
