package org.somebody;

import com.multigres.meta.catalog.*;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.Violation;
import com.multigres.meta.store.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/** A catalog store of somebody's own: it notes down who changed what, and has another store keep it. */
final class AuditedCatalogStore implements CatalogStore {
  private final CatalogStore keeper;
  private final Queue<String> audit;

  AuditedCatalogStore(CatalogStore keeper, Queue<String> audit) {
    this.keeper = keeper;
    this.audit = audit;
  }

  private CatalogStore keeper() {
    if (AuditedCatalogProvider.down) {
      throw CatalogException.refused(
          CatalogException.Code.UNAVAILABLE, "nobody keeps the audited catalogs now");
    }
    return keeper;
  }

  @Override
  public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
    Applied applied = keeper().apply(changes, options);
    if (applied.changed()) {
      audit.add(applied.position() + " by " + options.author().orElse("?") + ": " + changes);
    }
    return applied;
  }

  @Override
  public CatalogStore withTimeout(Duration timeout) {
    return new AuditedCatalogStore(keeper.withTimeout(timeout), audit);
  }

  @Override
  public Set<CatalogCapability> capabilities() {
    return keeper.capabilities();
  }

  @Override
  public CatalogSnapshot initialise() {
    return keeper().initialise();
  }

  @Override
  public List<String> migrate() {
    return keeper().migrate();
  }

  @Override
  public CatalogSnapshot read(ReadOptions options) {
    return keeper().read(options);
  }

  @Override
  public CatalogSnapshot readAt(long generation) {
    return keeper().readAt(generation);
  }

  @Override
  public Subscription subscribe(Optional<Position> from, CatalogListener listener) {
    return keeper().subscribe(from, listener);
  }

  @Override
  public List<HistoryEntry> history(long before, int limit) {
    return keeper().history(before, limit);
  }

  @Override
  public List<Violation> check() {
    return keeper().check();
  }

  @Override
  public void raiseFence(long token) {
    keeper().raiseFence(token);
  }

  @Override
  public void close() {
    keeper.close();
  }
}
