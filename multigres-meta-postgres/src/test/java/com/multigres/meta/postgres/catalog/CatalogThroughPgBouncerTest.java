package com.multigres.meta.postgres.catalog;

import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.pgbouncer.PgBouncerExtension;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every kind of statement through a transaction pooler, where no notification ever arrives (rules
 * P4 and P5). The whole contract takes longer, and is run when the long tests are.
 */
class CatalogThroughPgBouncerTest extends EveryKindOfStatement {
  @RegisterExtension
  @Order(1)
  static final PostgresExtension POSTGRES = PostgresExtension.shared();

  @RegisterExtension
  @Order(2)
  static final PgBouncerExtension PGBOUNCER = PgBouncerExtension.before(POSTGRES);

  CatalogThroughPgBouncerTest() {
    super(POSTGRES);
  }

  @Override
  String hosts() {
    return PGBOUNCER.pooler().host() + ":" + PGBOUNCER.pooler().port();
  }

  /** Poolers before 1.21 know no prepared statements. */
  @Override
  int prepareThreshold() {
    return 0;
  }
}
