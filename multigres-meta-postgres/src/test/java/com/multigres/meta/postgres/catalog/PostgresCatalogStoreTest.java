package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.testkit.catalog.Backup;
import com.multigres.meta.testkit.catalog.CatalogStoreContract;
import com.multigres.meta.testservers.PostgresExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract; each catalog in a schema of its own. */
class PostgresCatalogStoreTest extends CatalogStoreContract {
  @RegisterExtension static final PostgresExtension postgres = PostgresExtension.shared();

  private static CatalogDatabase database;

  @BeforeAll
  static void createDatabase() {
    database = new CatalogDatabase(postgres);
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  @Override
  protected CatalogStore open(String name, int retention) {
    return database.open("?schema=" + name + "&retention=" + retention);
  }

  @Override
  protected Backup backup(String name) {
    return new SchemaBackup(database, name);
  }
}
