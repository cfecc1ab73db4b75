package com.multigres.meta.postgres.topo;

import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresVersion;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every kind of statement, once, on the servers that are older than the contract's. */
class PostgresTopoVersionsTest {

  @Nested
  class On15 extends EveryKindOfTopoStatement {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.shared(PostgresVersion.V15);

    On15() {
      super(POSTGRES);
    }
  }

  @Nested
  class On16 extends EveryKindOfTopoStatement {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.shared(PostgresVersion.V16);

    On16() {
      super(POSTGRES);
    }
  }

  @Nested
  class On17 extends EveryKindOfTopoStatement {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.shared(PostgresVersion.V17);

    On17() {
      super(POSTGRES);
    }
  }
}
