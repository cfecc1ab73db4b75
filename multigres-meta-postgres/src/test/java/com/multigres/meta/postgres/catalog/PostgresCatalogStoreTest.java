package com.multigres.meta.postgres.catalog;

import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresSetup;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on the newest version. */
class PostgresCatalogStoreTest extends CatalogContractOnPostgres {
  @RegisterExtension
  static final PostgresExtension POSTGRES = PostgresExtension.own(PostgresSetup.temporary());

  private static PostgresCatalogFaults faults;

  @BeforeAll
  static void prepare() {
    faults = new PostgresCatalogFaults(POSTGRES);
  }

  @Override
  PostgresCatalogFaults accidents() {
    return faults;
  }
}
