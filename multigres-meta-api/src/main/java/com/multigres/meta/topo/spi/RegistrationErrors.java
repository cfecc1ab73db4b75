package com.multigres.meta.topo.spi;

import com.multigres.meta.store.ErrorCategory;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;

/** What becomes of errors on the way to a registered node. */
final class RegistrationErrors {
  private RegistrationErrors() {}

  /** Whether trying again may help. */
  static boolean passes(TopoException error) {
    return error.category() == ErrorCategory.CONFLICT || keeps(error);
  }

  /** Whether the owner must be told that its change is not written yet. */
  static boolean keeps(TopoException error) {
    return error.category() == ErrorCategory.TRANSIENT || error.code() == Code.INTERRUPTED;
  }

  static TopoException kept(TopoPath path, TopoException error) {
    return new TopoException(
        error.code(),
        path,
        Outcome.UNKNOWN,
        path + ": the new value is kept and will be written later; for now: " + error.getMessage(),
        error);
  }

  static TopoException notLetGoYet(TopoPath path, TopoException busy) {
    return new TopoException(
        busy.code(),
        path,
        Outcome.UNKNOWN,
        busy.getMessage() + "; its session ends as soon as what is under way does (T19)",
        busy);
  }

  static TopoException over(TopoPath path) {
    return TopoException.refused(Code.CLOSED, path, "its registration is over");
  }
}
