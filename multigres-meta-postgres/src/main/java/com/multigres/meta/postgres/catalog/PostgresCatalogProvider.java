package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStoreProvider;
import com.multigres.meta.postgres.internal.PostgresAccess;
import com.multigres.meta.postgres.internal.PostgresConfig;
import com.multigres.meta.postgres.internal.PostgresFailure;
import com.multigres.meta.store.Deadline;
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
    PostgresConfig config = config(uri, options);
    CatalogOptions catalog = catalogOptions(config);
    return PostgresCatalogStore.over(access(config), catalog);
  }

  @Override
  public StoreUri elsewhere(StoreUri uri, String name, int retention) {
    return uri.withParameter("schema", name)
        .withParameter("retention", Integer.toString(retention));
  }

  @Override
  public void remove(StoreUri uri, StoreOptions options) {
    PostgresConfig config = config(uri, options);
    String schema = catalogOptions(config).schema();
    try (PostgresAccess access = access(config)) {
      CatalogRemoval.of(schema).in(access, Deadline.after(config.timeout()));
    } catch (PostgresFailure failure) {
      throw CatalogErrors.translate(failure);
    }
  }

  private static PostgresConfig config(StoreUri uri, StoreOptions options) {
    try {
      if (uri.fragment().isPresent()) {
        throw new IllegalArgumentException(
            "a catalog's address has no root: nothing stands behind '#' in " + uri);
      }
      return PostgresConfig.of(uri, options, CatalogOptions.NAMES);
    } catch (IllegalArgumentException senseless) {
      throw CatalogException.badInput(String.valueOf(senseless.getMessage()));
    }
  }

  private static CatalogOptions catalogOptions(PostgresConfig config) {
    try {
      return CatalogOptions.of(config.options());
    } catch (IllegalArgumentException senseless) {
      throw CatalogException.badInput(String.valueOf(senseless.getMessage()));
    }
  }

  private static PostgresAccess access(PostgresConfig config) {
    try {
      return PostgresAccess.open(config);
    } catch (PostgresFailure failure) {
      throw CatalogErrors.translate(failure);
    }
  }
}
