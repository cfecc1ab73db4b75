package com.multigres.meta.postgres.topo;

import com.multigres.meta.testkit.topo.Faults;
import com.multigres.meta.testkit.topo.TopoStoreContract;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresSetup;
import com.multigres.meta.topo.TopoStore;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresTopoStoreTest extends TopoStoreContract {
  @RegisterExtension
  static final PostgresExtension POSTGRES = PostgresExtension.own(PostgresSetup.temporary());

  private static PostgresFaults faults;

  @BeforeAll
  static void prepare() {
    faults = new PostgresFaults(POSTGRES);
  }

  @Override
  protected TopoStore open(String root) {
    return faults.open(root);
  }

  @Override
  protected Faults faults() {
    return faults;
  }

  @Override
  protected OptionalLong sessions() {
    return OptionalLong.of(faults.sessions());
  }
}
