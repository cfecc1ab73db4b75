package com.multigres.meta.postgres.catalog.internal;

import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.ChangeResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Moves catalogs along the log. Pure functions. */
public final class Rolling {
  private Rolling() {}

  /**
   * The catalog one generation later. The library's own changes are made again, which shares all
   * that did not change; what was done by hand is put together from its rows.
   *
   * @return nothing when the rows are needed and were not read
   */
  public static Optional<CatalogSnapshot> forward(CatalogSnapshot from, LogReader.Entry entry) {
    Optional<Catalog> next = again(from.catalog(), entry);
    if (next.isEmpty() && !entry.deltas().isEmpty()) {
      CatalogRows rows = CatalogRows.of(from.catalog());
      // One after the other: a transaction may have touched a row more than once.
      entry.deltas().forEach(delta -> rows.replace(delta.kind(), delta.before(), delta.after()));
      next = Optional.of(rows.toCatalog(entry.nextId()));
    }
    return next.map(
        catalog -> new CatalogSnapshot(catalog, entry.entry().position(), Duration.ZERO));
  }

  private static Optional<Catalog> again(Catalog from, LogReader.Entry entry) {
    if (entry.entry().byHand() || entry.entry().changes().isEmpty() || !entry.understood()) {
      return Optional.empty();
    }
    // Another version of this library may have judged otherwise; then the rows decide.
    return from.apply(entry.entry().changes()) instanceof ChangeResult.Changed changed
            && changed.catalog().nextId() == entry.nextId()
        ? Optional.of(changed.catalog())
        : Optional.empty();
  }

  /** The catalog before these generations, newest last. */
  public static Catalog back(Catalog from, List<LogReader.Entry> entries, long nextId) {
    CatalogRows rows = CatalogRows.of(from);
    for (int i = entries.size() - 1; i >= 0; i--) {
      List<LogReader.Delta> deltas = entries.get(i).deltas();
      for (int j = deltas.size() - 1; j >= 0; j--) {
        LogReader.Delta delta = deltas.get(j);
        rows.replace(delta.kind(), delta.after(), delta.before());
      }
    }
    return rows.toCatalog(nextId);
  }
}
