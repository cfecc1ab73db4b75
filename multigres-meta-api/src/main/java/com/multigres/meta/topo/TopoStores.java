package com.multigres.meta.topo;

import com.multigres.meta.store.Backends;
import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import java.util.List;

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
    StoreUri where = parse(uri);
    return provider(where).open(where, options);
  }

  /**
   * Whether {@link #open(String, StoreOptions)} knows who opens an address; nothing is connected.
   *
   * @param uri where a topology is
   * @throws TopoException {@code BAD_INPUT} when it is no address, when no backend on the class
   *     path opens its scheme, or when several do
   */
  public static void check(String uri) {
    provider(parse(uri));
  }

  /**
   * Opens another topology that is reached in the same way as one at hand: a cell's, as seen from
   * the global one.
   *
   * @param uri the address of the topology at hand
   * @param options how to reach both
   * @param servers the other topology's servers; none: the same
   * @param root the other topology's root
   * @return an open store; closing it is the caller's business
   * @throws TopoException as {@link #open(String, StoreOptions)}
   */
  public static TopoStore openElsewhere(
      String uri, StoreOptions options, List<HostPort> servers, TopoPath root) {
    StoreUri where = parse(uri);
    TopoStoreProvider provider = provider(where);
    return provider.open(provider.elsewhere(where, servers, root), options);
  }

  /**
   * The root that an address names.
   *
   * @param uri the address of a topology
   * @return its root
   * @throws TopoException {@code BAD_INPUT} as {@link #open(String, StoreOptions)}
   */
  public static TopoPath root(String uri) {
    StoreUri where = parse(uri);
    return provider(where).root(where);
  }

  private static StoreUri parse(String uri) {
    try {
      return StoreUri.parse(uri);
    } catch (IllegalArgumentException notAnAddress) {
      throw TopoException.badInput(String.valueOf(notAnAddress.getMessage()));
    }
  }

  private static TopoStoreProvider provider(StoreUri where) {
    return Backends.find(
        TopoStoreProvider.class,
        TopoStoreProvider::schemes,
        where.scheme(),
        TopoException::badInput);
  }
}
