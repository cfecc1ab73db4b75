package com.multigres.meta.postgres.catalog;

import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresSetup;
import com.multigres.meta.testservers.PostgresVersion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole contract on the servers that are older than the one it always runs on. */
@Tag("long")
class CatalogContractVersionsTest {

  @Nested
  class On15 extends CatalogContractOnPostgres {
    @RegisterExtension
    static final PostgresExtension POSTGRES =
        PostgresExtension.own(PostgresSetup.temporary().version(PostgresVersion.V15));

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

  @Nested
  class On16 extends CatalogContractOnPostgres {
    @RegisterExtension
    static final PostgresExtension POSTGRES =
        PostgresExtension.own(PostgresSetup.temporary().version(PostgresVersion.V16));

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

  @Nested
  class On17 extends CatalogContractOnPostgres {
    @RegisterExtension
    static final PostgresExtension POSTGRES =
        PostgresExtension.own(PostgresSetup.temporary().version(PostgresVersion.V17));

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
}
