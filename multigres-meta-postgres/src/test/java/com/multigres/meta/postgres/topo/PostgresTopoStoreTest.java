package com.multigres.meta.postgres.topo;

import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresSetup;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on the newest version. */
class PostgresTopoStoreTest extends TopoContractOnPostgres {
  @RegisterExtension
  static final PostgresExtension POSTGRES = PostgresExtension.own(PostgresSetup.temporary());

  private static PostgresFaults faults;

  @BeforeAll
  static void prepare() {
    faults = new PostgresFaults(POSTGRES);
  }

  @Override
  PostgresFaults accidents() {
    return faults;
  }
}
