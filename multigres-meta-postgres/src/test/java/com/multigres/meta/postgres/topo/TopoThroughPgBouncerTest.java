package com.multigres.meta.postgres.topo;

import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.pgbouncer.PgBouncer;
import com.multigres.meta.testservers.pgbouncer.PgBouncerExtension;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every kind of statement through a transaction pooler. The whole contract takes longer, and is run
 * when the long tests are.
 */
class TopoThroughPgBouncerTest extends EveryKindOfTopoStatement {
  @RegisterExtension
  @Order(1)
  static final PostgresExtension POSTGRES = PostgresExtension.shared();

  @RegisterExtension
  @Order(2)
  static final PgBouncerExtension PGBOUNCER = PgBouncerExtension.before(POSTGRES);

  TopoThroughPgBouncerTest() {
    super(POSTGRES);
  }

  @Override
  TopoStore opened(PostgresDatabase database) {
    PgBouncer pooler = PGBOUNCER.pooler();
    return TopoStores.open(
        TopoDatabases.uri(pooler.host(), pooler.port(), database, "?prepareThreshold=0"),
        TopoDatabases.credentials(database));
  }
}
