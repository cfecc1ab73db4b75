package com.multigres.meta.postgres.topo;

import com.multigres.meta.testkit.topo.Faults;
import com.multigres.meta.testkit.topo.TopoStoreContract;
import com.multigres.meta.topo.TopoStore;
import java.util.OptionalLong;

/** The contract on one server. */
abstract class TopoContractOnPostgres extends TopoStoreContract {

  /** The server's accidents, made once for the class. */
  abstract PostgresFaults accidents();

  @Override
  protected final TopoStore open(String root) {
    return accidents().open(root);
  }

  @Override
  protected final Faults faults() {
    return accidents();
  }

  @Override
  protected final OptionalLong sessions() {
    return OptionalLong.of(accidents().sessions());
  }
}
