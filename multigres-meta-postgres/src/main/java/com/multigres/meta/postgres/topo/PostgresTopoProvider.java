package com.multigres.meta.postgres.topo;

import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStoreProvider;
import java.util.List;
import java.util.Set;

/**
 * Opens topologies on PostgreSQL: {@code
 * postgresql://[user@]host[:port],…/database[?options]#/root}. Beside the options that every
 * PostgreSQL address takes it knows {@code schema} (the hidden area's name), {@code poll} (how
 * often to look for changes that were not announced), {@code logRows} and {@code logAge} (how much
 * of the log is kept for watches that resume).
 */
public final class PostgresTopoProvider implements TopoStoreProvider {

  /** Called by the service loader. */
  public PostgresTopoProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("postgresql");
  }

  @Override
  public TopoStore open(StoreUri uri, StoreOptions options) {
    TopoOptions understood = TopoOptions.of(uri, options);
    return new PostgresTopoStore(TopoParts.open(understood), understood.postgres().timeout());
  }

  @Override
  public TopoPath root(StoreUri uri) {
    return uri.fragment().map(TopoPath::parse).orElse(TopoPath.root());
  }

  @Override
  public StoreUri elsewhere(StoreUri uri, List<HostPort> servers, TopoPath root) {
    StoreUri there = servers.isEmpty() ? uri : uri.withAddresses(servers);
    return there.withFragment(root.isRoot() ? "/" : "/" + root);
  }
}
