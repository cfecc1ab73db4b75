package com.multigres.meta.testkit.run.internal;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.topo.Faults;
import com.multigres.meta.topo.TopoStore;

/** The accidents of the way to a topology. */
public final class TopoWayFaults extends WayFaults<TopoStore> implements Faults {

  /** Where they can happen. */
  public TopoWayFaults(Ways where) {
    super(where, Fault.KILL_OWNER);
  }

  /** An owner that nobody hears of any more is dead to everybody else. */
  @Override
  public void killOwner(TopoStore store) {
    cut(store);
  }
}
