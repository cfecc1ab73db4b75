package com.multigres.meta.testkit.run.internal;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.testkit.catalog.CatalogFaults;

/** The accidents of the way to a catalog. */
public final class CatalogWayFaults extends WayFaults<CatalogStore> implements CatalogFaults {

  /** Where they can happen. */
  public CatalogWayFaults(Ways where) {
    super(where);
  }
}
