package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStoreProvider;
import com.multigres.meta.postgres.internal.PostgresAccess;
import com.multigres.meta.postgres.internal.PostgresConfig;
import com.multigres.meta.postgres.internal.PostgresFailure;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import java.util.Set;

/**
 * Opens {@code postgresql://[user@]host[:port],…/database[?option=value…]}. Beside the options of
 * every PostgreSQL address: {@code schema} (default {@code multigres_catalog}), {@code retention}
 * (generations that the log keeps, default 10000) and {@code pollInterval} (default 5s).
 */
public final class PostgresCatalogProvider implements CatalogStoreProvider {

  /** Made by {@link java.util.ServiceLoader}. */
  public PostgresCatalogProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("postgresql", "postgres");
  }

  @Override
  public CatalogStore open(StoreUri uri, StoreOptions options) {
    PostgresConfig config;
    CatalogOptions catalog;
    try {
      if (uri.fragment().isPresent()) {
        throw new IllegalArgumentException(
            "a catalog's address has no root: nothing stands behind '#' in " + uri);
      }
      config = PostgresConfig.of(uri, options, CatalogOptions.NAMES);
      catalog = CatalogOptions.of(config.extras());
    } catch (IllegalArgumentException senseless) {
      throw CatalogException.badInput(String.valueOf(senseless.getMessage()));
    }
    PostgresAccess access;
    try {
      access = PostgresAccess.open(config);
    } catch (PostgresFailure failure) {
      throw CatalogErrors.translate(failure);
    }
    return PostgresCatalogStore.over(access, catalog);
  }
}
