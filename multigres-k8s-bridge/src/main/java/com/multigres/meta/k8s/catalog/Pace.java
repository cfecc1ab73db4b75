package com.multigres.meta.k8s.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.store.Deadline;
import java.time.Duration;

/** Pauses between tries of one call on a catalog. Not thread-safe. */
final class Pace {
  private final com.multigres.meta.k8s.server.Pace pace;

  Pace(Deadline deadline) {
    this.pace = new com.multigres.meta.k8s.server.Pace(deadline);
  }

  Deadline deadline() {
    return pace.deadline();
  }

  /** Waits before another try; false, without waiting, when there is no time for that. */
  boolean pause(Duration atLeast) {
    try {
      return pace.pause(atLeast);
    } catch (ApiException interrupted) {
      throw CatalogException.refused(Code.INTERRUPTED, "the calling thread was interrupted");
    }
  }
}
