package com.multigres.meta.topo;

import com.multigres.meta.store.Backends;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;

/** Opens topology stores by their address. Thread-safe. */
public final class TopoStores {
  private TopoStores() {}

  /**
   * Opens the store at an address with the default options.
   *
   * @param uri for instance {@code etcd://127.0.0.1:2379/multigres/cluster1/global}
   * @return an open store; closing it is the caller's business
   * @throws TopoException as {@link #open(String, StoreOptions)}
   */
  public static TopoStore open(String uri) {
    return open(uri, StoreOptions.defaults());
  }

  /**
   * Opens the store at an address.
   *
   * @param uri where it is
   * @param options how to reach it; they win over the address
   * @return an open store; closing it is the caller's business
   * @throws TopoException {@code BAD_INPUT} when the address is not one, when no backend on the
   *     class path opens its scheme, when several do, or when an option makes no sense; else as
   *     {@link TopoStoreProvider#open}
   */
  public static TopoStore open(String uri, StoreOptions options) {
    StoreUri where;
    try {
      where = StoreUri.parse(uri);
    } catch (IllegalArgumentException notAnAddress) {
      throw TopoException.badInput(String.valueOf(notAnAddress.getMessage()));
    }
    return Backends.find(
            TopoStoreProvider.class,
            TopoStoreProvider::schemes,
            where.scheme(),
            TopoException::badInput)
        .open(where, options);
  }
}
