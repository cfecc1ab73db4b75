package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.testkit.catalog.Backup;
import com.multigres.meta.testkit.catalog.CatalogFaults;
import com.multigres.meta.testkit.catalog.CatalogStoreContract;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresSetup;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract; each catalog in a schema of its own. */
class PostgresCatalogStoreTest extends CatalogStoreContract {
  @RegisterExtension
  static final PostgresExtension POSTGRES = PostgresExtension.own(PostgresSetup.temporary());

  private static PostgresCatalogFaults faults;
  private static CatalogDatabase database;

  @BeforeAll
  static void prepare() {
    faults = new PostgresCatalogFaults(POSTGRES);
    database = new CatalogDatabase(faults.database());
  }

  @Override
  protected CatalogStore open(String name, int retention) {
    return faults.open(name, retention);
  }

  @Override
  protected Backup backup(String name) {
    return new SchemaBackup(database, name);
  }

  @Override
  protected CatalogFaults faults() {
    return faults;
  }

  @Override
  protected Set<CatalogCapability> missing() {
    return Set.of(CatalogCapability.STANDBY_READS);
  }

  @Override
  protected void discard(String name) {
    database.sql("DROP SCHEMA IF EXISTS " + name + ", " + name + "_copy CASCADE");
  }
}
