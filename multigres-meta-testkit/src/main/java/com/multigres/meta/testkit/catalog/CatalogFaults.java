package com.multigres.meta.testkit.catalog;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.testkit.ServerFaults;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The accidents that a catalog's tests can arrange. */
public interface CatalogFaults extends ServerFaults<CatalogStore> {

  /**
   * Loses the next change of a store before the server can carry it out, and the connection with
   * it. The store may connect again at once.
   *
   * @param store the store whose change is lost
   * @return whether one was lost by now
   */
  default BooleanSupplier loseNextChange(CatalogStore store) {
    throw new UnsupportedOperationException("LOSE_MESSAGE");
  }

  /**
   * Lets the server carry out the next change of a store, but loses its answer, and the connection
   * with it. The store may connect again at once.
   *
   * @param store the store whose answer is lost
   * @return whether one was lost by now
   */
  default BooleanSupplier loseNextAnswer(CatalogStore store) {
    throw new UnsupportedOperationException("LOSE_MESSAGE");
  }

  /**
   * Makes the stored schema one that only newer libraries may read and write.
   *
   * @param catalog the catalog's name
   */
  default void outdateLibrary(String catalog) {
    throw new UnsupportedOperationException("NEWER_SCHEMA");
  }

  /**
   * No accidents.
   *
   * @return faults that offer nothing
   */
  static CatalogFaults none() {
    return Set::of;
  }
}
