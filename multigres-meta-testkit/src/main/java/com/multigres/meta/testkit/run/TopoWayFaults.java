package com.multigres.meta.testkit.run;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.topo.Faults;
import com.multigres.meta.topo.TopoStore;

/** The accidents of the way to a topology. */
final class TopoWayFaults extends WayFaults<TopoStore> implements Faults {

  TopoWayFaults(Ways where) {
    super(where, Fault.KILL_OWNER);
  }

  /** An owner that nobody hears of any more is dead to everybody else. */
  @Override
  public void killOwner(TopoStore store) {
    cut(store);
  }
}
