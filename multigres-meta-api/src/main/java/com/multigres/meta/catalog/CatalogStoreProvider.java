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

  /**
   * The address of another catalog, reached in the same way as one at hand and sharing nothing with
   * it. This is how the testkit tests a backend beside what its users keep there.
   *
   * @param uri an address of this backend
   * @param name the other catalog's name: up to 40 lower-case letters and digits, a letter first
   * @param retention how many generations its history keeps; without meaning where there is none
   * @return the address
   * @throws CatalogException {@code UNSUPPORTED} where there can be no second one, which is so
   *     unless a backend says otherwise
   */
  default StoreUri elsewhere(StoreUri uri, String name, int retention) {
    throw CatalogException.refused(
        CatalogException.Code.UNSUPPORTED,
        "the backend of '" + uri + "' knows no catalog but the address's own");
  }

  /**
   * Removes a catalog for good, its history included. Removing one that is not there is harmless.
   *
   * @param uri the address of a catalog that {@link #elsewhere} named
   * @param options how to reach it
   * @throws CatalogException {@code UNSUPPORTED} unless a backend says otherwise; else as {@link
   *     #open}
   */
  default void remove(StoreUri uri, StoreOptions options) {
    throw CatalogException.refused(
        CatalogException.Code.UNSUPPORTED, "the backend of '" + uri + "' removes no catalog");
  }
}
