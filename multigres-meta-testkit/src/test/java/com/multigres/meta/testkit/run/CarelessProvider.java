package com.multigres.meta.testkit.run;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import com.multigres.meta.testkit.topo.broken.TopoLayer;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStoreProvider;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.Version;
import java.util.Set;

/** Opens {@code careless://NAME/root}: the store in memory, but a stale version does not matter. */
public final class CarelessProvider implements TopoStoreProvider {
  /** Made by {@link java.util.ServiceLoader}. */
  public CarelessProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("careless");
  }

  @Override
  public TopoStore open(StoreUri uri, StoreOptions options) {
    return new Careless(TopoStores.open("memory://" + uri.addresses().get(0) + uri.path(), options))
        .store();
  }

  /** Writes whatever it is told to. */
  public static final class Careless extends TopoLayer {
    Careless(TopoStore below) {
      super(below);
    }

    @Override
    public Version write(TopoPath path, ByteString value, Expect expect) {
      boolean careless = expect instanceof Expect.AtVersion && below.read(path).isPresent();
      return below.write(path, value, careless ? Expect.any() : expect);
    }
  }
}
