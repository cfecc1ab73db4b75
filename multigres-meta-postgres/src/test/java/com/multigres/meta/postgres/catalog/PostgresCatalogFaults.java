package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.postgres.faults.PostgresAccidents;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.catalog.CatalogFaults;
import com.multigres.meta.testkit.proxy.Direction;
import com.multigres.meta.testkit.proxy.Fate;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.pgbouncer.PgBouncer;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Every accident of a catalog, on a server of the test's own. */
final class PostgresCatalogFaults extends PostgresAccidents<CatalogStore> implements CatalogFaults {

  PostgresCatalogFaults(PostgresExtension postgres) {
    super(postgres);
  }

  private PostgresCatalogFaults(PostgresExtension postgres, String host, int port) {
    super(postgres, host, port);
  }

  /** The same with a pooler between the proxies and the server. */
  static PostgresCatalogFaults through(PgBouncer pooler, PostgresExtension postgres) {
    return new PostgresCatalogFaults(postgres, pooler.host(), pooler.port());
  }

  CatalogStore open(String schema, int retention) {
    // Without prepared statements, so that each COMMIT passes the proxy in words.
    String options = "?prepareThreshold=0&schema=" + schema + "&retention=" + retention;
    return open(
        way ->
            CatalogStores.open(
                "postgresql://" + way + "/" + database().name() + options,
                StoreOptions.builder()
                    .user(database().user())
                    .password(database()::password)
                    .build()));
  }

  @Override
  public Set<Fault> offered() {
    Set<Fault> all = EnumSet.copyOf(super.offered());
    all.addAll(EnumSet.of(Fault.LOSE_MESSAGE, Fault.NEWER_SCHEMA));
    return all;
  }

  @Override
  public BooleanSupplier loseNextChange(CatalogStore store) {
    return proxy(store).onSight(Direction.TO_SERVER, "COMMIT", Fate.CUT)::happened;
  }

  @Override
  public BooleanSupplier loseNextAnswer(CatalogStore store) {
    return proxy(store).onSight(Direction.TO_SERVER, "COMMIT", Fate.FORWARD_THEN_CUT)::happened;
  }

  @Override
  public void outdateLibrary(String catalog) {
    new CatalogDatabase(database())
        .sql(
            "UPDATE "
                + catalog
                + ".head SET schema_version = 999, oldest_reader = 999, oldest_writer = 999");
  }
}
