package com.multigres.meta.testkit.catalog;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.memory.catalog.MemoryCatalogs;
import java.util.Set;

class MemoryCatalogStoreTest extends CatalogStoreContract {
  private final CatalogWire wire = new CatalogWire();

  @Override
  protected CatalogStore open(String name, int retention) {
    return wire.to(CatalogStores.open("memory://" + name + "?retention=" + retention));
  }

  @Override
  protected Backup backup(String name) {
    try (CatalogStore store = open(name, 1)) {
      long generation = store.read().position().generation();
      return () -> MemoryCatalogs.loseAfter(name, generation);
    }
  }

  @Override
  protected CatalogFaults faults() {
    return wire;
  }

  @Override
  protected Set<CatalogCapability> missing() {
    return Set.of(CatalogCapability.STANDBY_READS);
  }

  @Override
  protected void discard(String name) {
    MemoryCatalogs.forget(name);
  }
}
