package com.multigres.meta.testkit.run;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.testkit.NotRun;
import com.multigres.meta.testkit.catalog.Backup;
import com.multigres.meta.testkit.catalog.CatalogFaults;
import com.multigres.meta.testkit.catalog.CatalogStoreContract;
import java.util.Set;

/** The catalog's contract on whatever the run is about. */
final class StandaloneCatalog extends CatalogStoreContract {
  private final CatalogTarget target = UnderTest.as(CatalogTarget.class);

  @Override
  protected CatalogStore open(String name, int retention) {
    return target.open(name, retention);
  }

  @Override
  protected Backup backup(String name) {
    throw new NotRun(
        NotRun.Lack.BACKUP,
        "backup",
        "a catalog is put back from a backup by means of its server, which the kit does not know");
  }

  @Override
  protected CatalogFaults faults() {
    return target.faults();
  }

  @Override
  protected Set<CatalogCapability> missing() {
    return target.missing();
  }

  @Override
  protected void discard(String name) {
    target.discard(name);
  }
}
