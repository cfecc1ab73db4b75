package com.multigres.meta.postgres.topo;

import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresSetup;
import com.multigres.meta.testservers.pgbouncer.PgBouncerExtension;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The whole contract through a transaction pooler, where no notification ever arrives (rule P5).
 */
@Tag("long")
class TopoContractThroughPgBouncerTest extends TopoContractOnPostgres {
  @RegisterExtension
  @Order(1)
  static final PostgresExtension POSTGRES = PostgresExtension.own(PostgresSetup.temporary());

  @RegisterExtension
  @Order(2)
  static final PgBouncerExtension PGBOUNCER = PgBouncerExtension.before(POSTGRES);

  private static PostgresFaults faults;

  @BeforeAll
  static void prepare() {
    faults = PostgresFaults.through(PGBOUNCER.pooler(), POSTGRES);
  }

  @Override
  PostgresFaults accidents() {
    return faults;
  }
}
