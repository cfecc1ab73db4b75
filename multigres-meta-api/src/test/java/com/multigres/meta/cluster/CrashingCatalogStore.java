package com.multigres.meta.cluster;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogListener;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.Violation;
import com.multigres.meta.store.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A catalog whose user dies at a write. */
final class CrashingCatalogStore implements CatalogStore {
  private final CatalogStore store;
  private final CrashPoint crash;

  CrashingCatalogStore(CatalogStore store, CrashPoint crash) {
    this.store = store;
    this.crash = crash;
  }

  @Override
  public Set<CatalogCapability> capabilities() {
    return store.capabilities();
  }

  @Override
  public CatalogStore withTimeout(Duration timeout) {
    return new CrashingCatalogStore(store.withTimeout(timeout), crash);
  }

  @Override
  public CatalogSnapshot initialise() {
    return crash.write(store::initialise);
  }

  @Override
  public List<String> migrate() {
    return crash.write(store::migrate);
  }

  @Override
  public CatalogSnapshot read(ReadOptions options) {
    return store.read(options);
  }

  @Override
  public CatalogSnapshot readAt(long generation) {
    return store.readAt(generation);
  }

  @Override
  public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
    return crash.write(() -> store.apply(changes, options));
  }

  @Override
  public Subscription subscribe(Optional<Position> from, CatalogListener listener) {
    return store.subscribe(from, listener);
  }

  @Override
  public List<HistoryEntry> history(long before, int limit) {
    return store.history(before, limit);
  }

  @Override
  public List<Violation> check() {
    return store.check();
  }

  @Override
  public void raiseFence(long token) {
    crash.write(
        () -> {
          store.raiseFence(token);
          return true;
        });
  }

  @Override
  public void close() {
    store.close();
  }
}
