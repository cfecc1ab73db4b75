package org.somebody;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStoreProvider;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.memory.catalog.MemoryCatalogs;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Opens {@code audited://NAME}, whose catalog this process keeps in its memory. */
public final class AuditedCatalogProvider implements CatalogStoreProvider {
  /** Whether whoever keeps the catalogs is away. */
  static volatile boolean down;

  static final Queue<String> AUDIT = new ConcurrentLinkedQueue<>();

  @Override
  public Set<String> schemes() {
    return Set.of("audited");
  }

  @Override
  public CatalogStore open(StoreUri uri, StoreOptions options) {
    String kept = uri.toString().replaceFirst("^audited:", "memory:");
    return new AuditedCatalogStore(CatalogStores.open(kept, options), AUDIT);
  }

  /** Remembers how far a catalog has come; to be run to lose what came later. */
  static Runnable restorePoint(String name) {
    try (CatalogStore kept = CatalogStores.open("memory://" + name)) {
      long generation = kept.read().position().generation();
      return () -> MemoryCatalogs.loseAfter(name, generation);
    }
  }
}
