package com.multigres.meta.testkit.topo;

import com.multigres.meta.testkit.ServerFaults;
import com.multigres.meta.topo.TopoStore;
import java.util.Set;

/** The accidents that a topology's tests can arrange. */
public interface Faults extends ServerFaults<TopoStore> {

  /** Empties the server, so that a client can notice. */
  default void wipe() {
    throw new UnsupportedOperationException("WIPE");
  }

  /**
   * Ends a store's renewals and connection as the death of its process would. The store is closed
   * later all the same.
   *
   * @param store the owner's store
   */
  default void killOwner(TopoStore store) {
    throw new UnsupportedOperationException("KILL_OWNER");
  }

  /**
   * Lets the server refuse the renewals of everything that a store holds now, while its reads and
   * writes go on, until {@link #reconnect}.
   *
   * @param store the owner's store
   */
  default void loseRenewals(TopoStore store) {
    throw new UnsupportedOperationException("LOSE_RENEWALS");
  }

  /**
   * No accidents.
   *
   * @return faults that offer nothing
   */
  static Faults none() {
    return Set::of;
  }
}
