package com.multigres.meta.cli.halting;

import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStoreProvider;
import com.multigres.meta.topo.TopoStores;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

/** A topology on Postgres whose writes are counted. */
public final class HaltingTopoProvider implements TopoStoreProvider {
  private static final Set<String> WRITES = Set.of("write", "delete", "commit", "writeAll");

  /** Made by {@link java.util.ServiceLoader}. */
  public HaltingTopoProvider() {}

  private static TopoStoreProvider postgres() {
    return ServiceLoader.load(TopoStoreProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.schemes().contains("postgresql"))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public Set<String> schemes() {
    return Set.of(HaltPoint.SCHEME);
  }

  @Override
  public TopoStore open(StoreUri uri, StoreOptions options) {
    TopoStore store = TopoStores.open(HaltPoint.real(uri).toString(), options);
    return HaltPoint.wrap(TopoStore.class, store, WRITES);
  }

  @Override
  public TopoPath root(StoreUri uri) {
    return postgres().root(HaltPoint.real(uri));
  }

  @Override
  public StoreUri elsewhere(StoreUri uri, List<HostPort> servers, TopoPath root) {
    StoreUri there = postgres().elsewhere(HaltPoint.real(uri), servers, root);
    return StoreUri.parse(there.toString().replaceFirst("^postgresql", HaltPoint.SCHEME));
  }
}
