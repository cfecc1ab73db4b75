package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStoreProvider;
import com.multigres.meta.topo.zookeeper.internal.ZooKeeperOptions;
import java.util.Set;

/**
 * Opens topologies on ZooKeeper: {@code zk://[user[:password]@]host[:port],…/root[?options]}. A
 * user and password log in by the scheme {@code digest}, and what is created then belongs to that
 * user alone. Options: {@code timeout}, {@code connectTimeout}, {@code lazy}, {@code reads} ({@code
 * strict}, {@code sync} or {@code local}), {@code sessionTimeout}, and what the servers were told:
 * {@code tickTime}, {@code minTtl}, {@code maxTtl}, {@code maxRequestBytes}.
 */
public final class ZooKeeperTopoProvider implements TopoStoreProvider {
  /** Called by the service loader. */
  public ZooKeeperTopoProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("zk", "zks");
  }

  @Override
  public TopoStore open(StoreUri uri, StoreOptions options) {
    ZooKeeperOptions understood = ZooKeeperOptions.of(uri, options);
    return new ZooKeeperTopoStore(ZooKeeperParts.open(understood), understood.timeout());
  }
}
