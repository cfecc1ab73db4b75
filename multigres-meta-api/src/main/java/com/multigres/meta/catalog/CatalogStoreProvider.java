package com.multigres.meta.catalog;

import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import java.util.Set;

/**
 * A backend, found through {@link java.util.ServiceLoader}. Implementations have a public
 * constructor without arguments and are thread-safe.
 */
public interface CatalogStoreProvider {

  /**
   * The schemes of the addresses that this backend opens.
   *
   * @return schemes in lower case
   */
  Set<String> schemes();

  /**
   * Opens a catalog store. It may hold no catalog yet; then {@link CatalogStore#initialise} makes
   * one.
   *
   * @param uri where it is; its scheme is one of {@link #schemes()}
   * @param options how to reach it; they win over the address
   * @return an open store
   * @throws CatalogException {@code BAD_INPUT} for an address or option that makes no sense, {@code
   *     UNAVAILABLE} or {@code TIMEOUT} with the address when nothing answers, {@code
   *     ACCESS_DENIED} for wrong credentials, {@code SCHEMA_TOO_NEW}
   */
  CatalogStore open(StoreUri uri, StoreOptions options);
}
