package com.multigres.meta.testkit.run;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.testkit.catalog.CatalogFaults;

/** The accidents of the way to a catalog. */
final class CatalogWayFaults extends WayFaults<CatalogStore> implements CatalogFaults {

  CatalogWayFaults(Ways where) {
    super(where);
  }
}
