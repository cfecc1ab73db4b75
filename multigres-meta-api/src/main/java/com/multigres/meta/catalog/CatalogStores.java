package com.multigres.meta.catalog;

import com.multigres.meta.store.Backends;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;

/** Opens catalog stores by their address. Thread-safe. */
public final class CatalogStores {
  private CatalogStores() {}

  /**
   * Opens the catalog at an address with the default options.
   *
   * @param uri for instance {@code postgresql://localhost:5432/postgres}
   * @return an open store; closing it is the caller's business
   * @throws CatalogException as {@link #open(String, StoreOptions)}
   */
  public static CatalogStore open(String uri) {
    return open(uri, StoreOptions.defaults());
  }

  /**
   * Opens the catalog at an address.
   *
   * @param uri where it is
   * @param options how to reach it; they win over the address
   * @return an open store; closing it is the caller's business
   * @throws CatalogException {@code BAD_INPUT} when the address is not one, when no backend on the
   *     class path opens its scheme, when several do, or when an option makes no sense; else as
   *     {@link CatalogStoreProvider#open}
   */
  public static CatalogStore open(String uri, StoreOptions options) {
    StoreUri where;
    try {
      where = StoreUri.parse(uri);
    } catch (IllegalArgumentException notAnAddress) {
      throw CatalogException.badInput(String.valueOf(notAnAddress.getMessage()));
    }
    return Backends.find(
            CatalogStoreProvider.class,
            CatalogStoreProvider::schemes,
            where.scheme(),
            CatalogException::badInput)
        .open(where, options);
  }
}
