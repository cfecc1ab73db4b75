package com.multigres.meta.testkit.history;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import java.util.Optional;

/** What became of an operation. */
public sealed interface Ending {

  /**
   * It was done.
   *
   * @param result what it yielded
   */
  record Done(Result result) implements Ending {}

  /**
   * It was certainly not applied, and never will be.
   *
   * @param code the error's code
   * @param path the path that the error named
   * @param current the catalog's position that the error named
   */
  record Failed(String code, Optional<TopoPath> path, Optional<Position> current)
      implements Ending {}

  /**
   * Nobody knows: it may take effect at any later time, or never.
   *
   * @param code the error's code, or why else it is not known
   */
  record Unknown(String code) implements Ending {}

  /**
   * Certainly not applied, for that reason.
   *
   * @param code the error's code
   * @return the ending
   */
  static Ending failed(String code) {
    return new Failed(code, Optional.empty(), Optional.empty());
  }

  /**
   * What an error says.
   *
   * @param error whatever the call threw
   * @return failed when it is certain that nothing was applied, else unknown
   */
  static Ending of(Throwable error) {
    if (error instanceof TopoException topo) {
      return topo.outcome() == Outcome.UNKNOWN
          ? new Unknown(topo.code().name())
          : new Failed(topo.code().name(), topo.path(), Optional.empty());
    } else if (error instanceof CatalogException catalog) {
      return catalog.outcome() == Outcome.UNKNOWN
          ? new Unknown(catalog.code().name())
          : new Failed(catalog.code().name(), Optional.empty(), catalog.current());
    }
    return new Unknown(error.getClass().getSimpleName());
  }
}
