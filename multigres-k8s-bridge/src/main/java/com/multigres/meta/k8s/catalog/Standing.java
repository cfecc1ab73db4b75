package com.multigres.meta.k8s.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.k8s.resource.Content;
import com.multigres.meta.k8s.resource.Resource;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.Violation;
import com.multigres.meta.store.Outcome;
import java.time.Duration;
import java.util.List;

/**
 * What stands in a resource. Immutable.
 *
 * @param resource where it was read
 * @param content what the catalog has of it
 * @param catalog the catalog
 * @param log ends where the catalog stands; a hand edit that nobody has recorded yet included
 * @param fence the bridge's token, 0 where there is none
 * @param violations what a hand edit broke
 */
record Standing(
    Resource resource,
    Content content,
    Catalog catalog,
    ChangeLog log,
    long fence,
    List<Violation> violations) {

  Position position() {
    return log.last();
  }

  /** The catalog, unless somebody's hand has made it one that cannot be. */
  CatalogSnapshot snapshot(Duration age) {
    if (!violations.isEmpty()) {
      Violation first = violations.get(0);
      throw new CatalogException(
          Code.RULE_BROKEN,
          first.rule(),
          Outcome.NOT_APPLIED,
          first.rule()
              + ": spec.databases was edited by hand and is no catalog any more: "
              + first.message(),
          position(),
          null);
    }
    return new CatalogSnapshot(catalog, position(), age);
  }

  CatalogSnapshot snapshot() {
    return snapshot(Duration.ZERO);
  }
}
