package com.multigres.meta.postgres.topo;

import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresSetup;
import com.multigres.meta.testservers.PostgresVersion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole contract on the servers that are older than the one it always runs on. */
@Tag("long")
class TopoContractVersionsTest {

  @Nested
  class On15 extends TopoContractOnPostgres {
    @RegisterExtension
    static final PostgresExtension POSTGRES =
        PostgresExtension.own(PostgresSetup.temporary().version(PostgresVersion.V15));

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

  @Nested
  class On16 extends TopoContractOnPostgres {
    @RegisterExtension
    static final PostgresExtension POSTGRES =
        PostgresExtension.own(PostgresSetup.temporary().version(PostgresVersion.V16));

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

  @Nested
  class On17 extends TopoContractOnPostgres {
    @RegisterExtension
    static final PostgresExtension POSTGRES =
        PostgresExtension.own(PostgresSetup.temporary().version(PostgresVersion.V17));

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
}
