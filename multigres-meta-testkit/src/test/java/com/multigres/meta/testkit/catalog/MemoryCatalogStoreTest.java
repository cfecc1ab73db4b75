package com.multigres.meta.testkit.catalog;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.memory.catalog.MemoryCatalogs;

class MemoryCatalogStoreTest extends CatalogStoreContract {

  @Override
  protected CatalogStore open(String name, int retention) {
    return CatalogStores.open("memory://" + name + "?retention=" + retention);
  }

  @Override
  protected Backup backup(String name) {
    try (CatalogStore store = open(name, 1)) {
      long generation = store.read().position().generation();
      return () -> MemoryCatalogs.loseAfter(name, generation);
    }
  }
}
