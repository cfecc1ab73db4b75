package com.multigres.meta.k8s.topo;

import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStoreProvider;
import java.util.Set;

/**
 * Opens {@code k8s://namespace/root[?options]}: a topology in the ConfigMaps and Leases of one
 * namespace. The options are told in {@code docs/backends/kubernetes.md}.
 */
public final class KubernetesTopoProvider implements TopoStoreProvider {

  /** Made by {@link java.util.ServiceLoader}. */
  public KubernetesTopoProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("k8s");
  }

  @Override
  public TopoStore open(StoreUri uri, StoreOptions options) {
    TopoAddress address = TopoAddress.of(uri, options);
    return new KubernetesTopoStore(TopoParts.open(address), address.common().timeout());
  }
}
