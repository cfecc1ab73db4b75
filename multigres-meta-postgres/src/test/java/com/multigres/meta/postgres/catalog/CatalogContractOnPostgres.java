package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.testkit.catalog.Backup;
import com.multigres.meta.testkit.catalog.CatalogFaults;
import com.multigres.meta.testkit.catalog.CatalogStoreContract;
import com.multigres.meta.testkit.workload.StoreAddress;
import com.multigres.meta.testservers.PostgresDatabase;
import java.util.Optional;
import java.util.Set;

/** The contract on one server; each catalog in a schema of its own. */
abstract class CatalogContractOnPostgres extends CatalogStoreContract {

  /** The server's accidents, made once for the class. */
  abstract PostgresCatalogFaults accidents();

  @Override
  protected final CatalogStore open(String name, int retention) {
    return accidents().open(name, retention);
  }

  @Override
  protected final Optional<StoreAddress> address(String name) {
    PostgresDatabase there = accidents().database();
    String uri =
        "postgresql://%s:%d/%s?schema=%s".formatted(there.host(), there.port(), there.name(), name);
    return Optional.of(StoreAddress.of(uri).as(there.user(), there::password));
  }

  @Override
  protected final Backup backup(String name) {
    return new SchemaBackup(database(), name);
  }

  @Override
  protected final CatalogFaults faults() {
    return accidents();
  }

  @Override
  protected final Set<CatalogCapability> missing() {
    return Set.of(CatalogCapability.STANDBY_READS);
  }

  @Override
  protected final void discard(String name) {
    database().sql("DROP SCHEMA IF EXISTS " + name + ", " + name + "_copy CASCADE");
  }

  private CatalogDatabase database() {
    return new CatalogDatabase(accidents().database());
  }
}
