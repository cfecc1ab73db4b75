package com.multigres.meta.testkit.catalog.broken;

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

/** A store over another that passes everything on; what extends it says what it does instead. */
public class CatalogLayer implements CatalogStore {
  protected final CatalogStore below;

  public CatalogLayer(CatalogStore below) {
    this.below = below;
  }

  @Override
  public Set<CatalogCapability> capabilities() {
    return below.capabilities();
  }

  @Override
  public CatalogStore withTimeout(Duration timeout) {
    return below.withTimeout(timeout);
  }

  @Override
  public CatalogSnapshot initialise() {
    return below.initialise();
  }

  @Override
  public List<String> migrate() {
    return below.migrate();
  }

  @Override
  public CatalogSnapshot read(ReadOptions options) {
    return below.read(options);
  }

  @Override
  public CatalogSnapshot readAt(long generation) {
    return below.readAt(generation);
  }

  @Override
  public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
    return below.apply(changes, options);
  }

  @Override
  public Subscription subscribe(Optional<Position> from, CatalogListener listener) {
    return below.subscribe(from, listener);
  }

  @Override
  public List<HistoryEntry> history(long before, int limit) {
    return below.history(before, limit);
  }

  @Override
  public List<Violation> check() {
    return below.check();
  }

  @Override
  public void raiseFence(long token) {
    below.raiseFence(token);
  }

  @Override
  public void close() {
    below.close();
  }
}
