package com.multigres.meta.cli.halting;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStoreProvider;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import java.util.Set;

/** A catalog on Postgres whose writes are counted. */
public final class HaltingCatalogProvider implements CatalogStoreProvider {
  private static final Set<String> WRITES = Set.of("initialise", "migrate", "apply", "raiseFence");

  /** Made by {@link java.util.ServiceLoader}. */
  public HaltingCatalogProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of(HaltPoint.SCHEME);
  }

  @Override
  public CatalogStore open(StoreUri uri, StoreOptions options) {
    CatalogStore store = CatalogStores.open(HaltPoint.real(uri).toString(), options);
    return HaltPoint.wrap(CatalogStore.class, store, WRITES);
  }
}
