package com.multigres.meta.catalog;

import com.multigres.meta.store.Backends;
import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import java.util.List;

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
    StoreUri where = parse(uri);
    return provider(where).open(where, options);
  }

  /**
   * Whether {@link #open(String, StoreOptions)} knows who opens an address; nothing is connected.
   *
   * @param uri where a catalog is
   * @throws CatalogException {@code BAD_INPUT} when it is no address, when no backend on the class
   *     path opens its scheme, or when several do
   */
  public static void check(String uri) {
    provider(parse(uri));
  }

  /**
   * Opens another catalog that is reached in the same way as one at hand and shares nothing with
   * it.
   *
   * @param uri the address of the catalog at hand
   * @param options how to reach both
   * @param servers where to reach the same servers in another way; none: as the address says
   * @param name the other catalog's name: up to 40 lower-case letters and digits, a letter first
   * @param retention how many generations its history keeps
   * @return an open store; closing it is the caller's business
   * @throws CatalogException as {@link #open(String, StoreOptions)}; {@code UNSUPPORTED} where the
   *     backend knows no other catalog
   */
  public static CatalogStore openElsewhere(
      String uri, StoreOptions options, List<HostPort> servers, String name, int retention) {
    StoreUri given = parse(uri);
    StoreUri where = servers.isEmpty() ? given : given.withAddresses(servers);
    CatalogStoreProvider provider = provider(where);
    return provider.open(provider.elsewhere(where, named(name), retention), options);
  }

  /**
   * Removes another catalog for good, its history included; see {@link #openElsewhere}. Removing
   * one that is not there is harmless.
   *
   * @param uri the address of the catalog at hand, which is left alone
   * @param options how to reach both
   * @param name the other catalog's name
   * @throws CatalogException as {@link #openElsewhere}
   */
  public static void removeElsewhere(String uri, StoreOptions options, String name) {
    StoreUri where = parse(uri);
    CatalogStoreProvider provider = provider(where);
    provider.remove(provider.elsewhere(where, named(name), 1), options);
  }

  private static String named(String name) {
    if (!name.matches("[a-z][a-z0-9]{0,39}")) {
      throw CatalogException.badInput(
          "the name of another catalog has up to 40 lower-case letters and digits, a letter first,"
              + " and '"
              + name
              + "' has not");
    }
    return name;
  }

  private static StoreUri parse(String uri) {
    try {
      return StoreUri.parse(uri);
    } catch (IllegalArgumentException notAnAddress) {
      throw CatalogException.badInput(String.valueOf(notAnAddress.getMessage()));
    }
  }

  private static CatalogStoreProvider provider(StoreUri where) {
    return Backends.find(
        CatalogStoreProvider.class,
        CatalogStoreProvider::schemes,
        where.scheme(),
        CatalogException::badInput);
  }
}
