package com.multigres.meta.view;

import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.Position;
import java.util.Optional;

/**
 * What a snapshot knows of the catalog.
 *
 * @param catalog the catalog, once it was read
 * @param freshness how far it can be relied on
 * @param losses how often its history was found to be another one (C9)
 * @param table the same catalog for routing
 */
record CatalogPart(
    Optional<CatalogSnapshot> catalog, Freshness freshness, int losses, RoutingTable table) {

  static CatalogPart unknown(Freshness freshness) {
    return new CatalogPart(Optional.empty(), freshness, 0, RoutingTable.NONE);
  }

  Optional<Position> position() {
    return catalog.map(CatalogSnapshot::position);
  }

  CatalogPart with(CatalogSnapshot next, boolean historyLost) {
    return new CatalogPart(
        Optional.of(next),
        freshness,
        historyLost ? losses + 1 : losses,
        new RoutingTable(next.catalog()));
  }

  CatalogPart with(Freshness next) {
    return new CatalogPart(catalog, next, losses, table);
  }
}
