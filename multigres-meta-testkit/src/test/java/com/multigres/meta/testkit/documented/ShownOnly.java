package com.multigres.meta.testkit.documented;

import com.multigres.meta.testkit.proxy.Direction;
import com.multigres.meta.testkit.proxy.Fate;
import com.multigres.meta.testkit.proxy.TcpProxy;
import com.multigres.meta.testkit.topo.TopoStoreContract;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;

/** What the page about tests shows and nobody can run: somebody's server is not here. */
final class ShownOnly {
  private ShownOnly() {}

  static final class MyTopoStoreTest extends TopoStoreContract {
    @Override
    protected TopoStore open(String root) {
      return TopoStores.open("my://server" + root);
    }
  }

  static void onSight(TcpProxy proxy) {
    proxy.onSight(Direction.TO_SERVER, "COMMIT", Fate.CUT);
    proxy.onSight(Direction.TO_SERVER, "COMMIT", Fate.FORWARD_THEN_CUT);
    proxy.onSight(Direction.TO_CLIENT, "COMMIT", Fate.CUT);
  }
}
