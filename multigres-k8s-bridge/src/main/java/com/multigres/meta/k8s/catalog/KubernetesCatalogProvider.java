package com.multigres.meta.k8s.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStoreProvider;
import com.multigres.meta.k8s.resource.ClusterResource;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import java.util.Set;

/**
 * Opens {@code k8s://namespace/cluster[?options]}: {@code spec.databases} of a {@code
 * MultigresCluster}. The options are told in {@code docs/backends/kubernetes.md}.
 */
public final class KubernetesCatalogProvider implements CatalogStoreProvider {

  /** Made by {@link java.util.ServiceLoader}. */
  public KubernetesCatalogProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("k8s");
  }

  @Override
  public CatalogStore open(StoreUri uri, StoreOptions options) {
    CatalogAddress address = CatalogAddress.of(uri, options);
    ApiServer server = server(address);
    ClusterResource resource = new ClusterResource(server, address.namespace(), address.cluster());
    CatalogParts parts = new CatalogParts(server, resource, address.remembered());
    try {
      if (!address.lazy()) {
        ask(parts, address);
      }
    } catch (CatalogException unreachable) {
      parts.close();
      throw unreachable;
    }
    return new KubernetesCatalogStore(parts, address.timeout());
  }

  private static ApiServer server(CatalogAddress address) {
    try {
      return ApiServer.acquire(address.api());
    } catch (ApiException badSettings) {
      throw CatalogException.badInput(String.valueOf(badSettings.getMessage()));
    }
  }

  /** Whether it answers, and lets us in; the resource may come later. */
  private static void ask(CatalogParts parts, CatalogAddress address) {
    try {
      parts.reads().resource(Deadline.after(address.api().connectTimeout()));
    } catch (CatalogException refusal) {
      if (refusal.code() != Code.NOT_FOUND) {
        throw refusal;
      }
    }
  }
}
