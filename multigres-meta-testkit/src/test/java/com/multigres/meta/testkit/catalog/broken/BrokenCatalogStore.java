package com.multigres.meta.testkit.catalog.broken;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.memory.catalog.MemoryCatalogs;
import com.multigres.meta.testkit.catalog.Backup;
import com.multigres.meta.testkit.catalog.CatalogFaults;
import com.multigres.meta.testkit.catalog.CatalogStoreContract;
import com.multigres.meta.testkit.catalog.CatalogWire;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The contract on a store that is broken as the next run needs it; run by name alone. */
class BrokenCatalogStore extends CatalogStoreContract {
  private static volatile UnaryOperator<Function<String, CatalogStore>> opening =
      UnaryOperator.identity();

  private static final List<CatalogStore> opened = new CopyOnWriteArrayList<>();
  private final Map<CatalogStore, CatalogStore> reals = new ConcurrentHashMap<>();
  private final CatalogWire wire = new CatalogWire(store -> reals.getOrDefault(store, store));

  /** Ends what the broken stores left open, and prepares the next run. */
  static void next(UnaryOperator<Function<String, CatalogStore>> defect) {
    opened.forEach(CatalogStore::close);
    opened.clear();
    opening = defect;
  }

  @Override
  protected CatalogStore open(String name, int retention) {
    CatalogStore[] real = new CatalogStore[1];
    CatalogStore broken =
        opening
            .apply(where -> real[0] = wire.to(CatalogStores.open("memory://" + where)))
            .apply(name + "?retention=" + retention);
    reals.put(broken, real[0]);
    opened.add(real[0]);
    return broken;
  }

  @Override
  protected Backup backup(String name) {
    try (CatalogStore store = CatalogStores.open("memory://" + name)) {
      long generation = store.read().position().generation();
      return () -> MemoryCatalogs.loseAfter(name, generation);
    }
  }

  @Override
  protected CatalogFaults faults() {
    return wire;
  }

  @Override
  protected Set<CatalogCapability> missing() {
    return Set.of(CatalogCapability.STANDBY_READS);
  }

  @Override
  protected void discard(String name) {
    MemoryCatalogs.forget(name);
  }
}
