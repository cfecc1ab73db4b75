package com.multigres.meta.topo.etcd;

import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStoreProvider;
import com.multigres.meta.topo.etcd.internal.EtcdOptions;
import java.util.Set;

/**
 * Opens topologies on etcd: {@code etcd://[user@]host[:port],…/root[?options]}, with TLS {@code
 * etcds://…}. Options: {@code timeout}, {@code connectTimeout}, {@code lazy}, {@code authority}
 * (the name that members' certificates shall bear), {@code namespace} (what every key begins with,
 * before the root), {@code maxValueBytes} and {@code maxTxnOps} (what the servers were told to
 * take).
 */
public final class EtcdTopoProvider implements TopoStoreProvider {

  /** Called by the service loader. */
  public EtcdTopoProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("etcd", "etcds");
  }

  @Override
  public TopoStore open(StoreUri uri, StoreOptions options) {
    EtcdOptions understood = EtcdOptions.of(uri, options);
    return new EtcdTopoStore(EtcdParts.open(understood), understood.timeout());
  }
}
