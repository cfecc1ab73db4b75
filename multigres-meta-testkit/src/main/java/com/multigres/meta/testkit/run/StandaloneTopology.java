package com.multigres.meta.testkit.run;

import com.multigres.meta.testkit.topo.Faults;
import com.multigres.meta.testkit.topo.TopoStoreContract;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.TopoStore;
import java.util.Set;

/** The topology's contract on whatever the run is about. */
final class StandaloneTopology extends TopoStoreContract {
  private final TopoTarget target = UnderTest.as(TopoTarget.class);

  @Override
  protected TopoStore open(String root) {
    return target.open(root);
  }

  @Override
  protected Faults faults() {
    return target.faults();
  }

  @Override
  protected Set<Capability> missing() {
    return target.missing();
  }
}
