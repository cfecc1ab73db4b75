package com.multigres.meta.k8s.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.k8s.server.ApiAddress;
import com.multigres.meta.k8s.server.ApiSettings;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the address and the options of a store say.
 *
 * @param namespace the resource's namespace
 * @param cluster the resource's name
 * @param api which server, and as whom
 * @param timeout how long a call may take
 * @param remembered how many change ids stay known
 * @param lazy whether to open without asking the server anything
 */
record CatalogAddress(
    String namespace,
    String cluster,
    ApiSettings api,
    Duration timeout,
    int remembered,
    boolean lazy) {
  private static final String FORM = "k8s://NAMESPACE/CLUSTER";
  private static final int REMEMBERED = 512;
  private static final int MOST_REMEMBERED = 10_000;
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

  static CatalogAddress of(StoreUri uri, StoreOptions options) {
    try {
      return read(uri, options);
    } catch (IllegalArgumentException senseless) {
      throw CatalogException.badInput(String.valueOf(senseless.getMessage()));
    }
  }

  private static CatalogAddress read(StoreUri uri, StoreOptions options) {
    ApiAddress address = ApiAddress.of(uri, options, FORM, Set.of("remember"));
    String cluster = uri.path().startsWith("/") ? uri.path().substring(1) : "";
    if (!NAME.matcher(cluster).matches()) {
      throw CatalogException.badInput("'" + uri + "' is not " + FORM);
    }
    return new CatalogAddress(
        address.namespace(),
        cluster,
        address.api(),
        address.timeout(),
        address.options().number("remember", REMEMBERED, 1, MOST_REMEMBERED),
        address.lazy());
  }
}
