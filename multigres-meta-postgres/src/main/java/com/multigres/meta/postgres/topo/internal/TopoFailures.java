package com.multigres.meta.postgres.topo.internal;

import com.multigres.meta.postgres.internal.PostgresFailure;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import java.util.Set;

/** The one place where what the database said becomes the topology's error. */
public final class TopoFailures {
  // No such schema, table or function: the hidden area is not there.
  private static final Set<String> NO_AREA = Set.of("3F000", "42P01", "42883");

  // The schema's own word: this library is older than it allows (P3).
  private static final String TOO_OLD = "MTP03";

  private TopoFailures() {}

  public static boolean areaMissing(PostgresFailure failure) {
    return failure.sqlState().filter(NO_AREA::contains).isPresent();
  }

  /** Whether the schema is too new for this library to do what it tried. */
  public static boolean schemaTooNew(PostgresFailure failure) {
    return failure.sqlState().filter(TOO_OLD::equals).isPresent();
  }

  public static TopoException translate(PostgresFailure failure) {
    return translate(failure, failure.outcome());
  }

  public static TopoException translate(PostgresFailure failure, Outcome outcome) {
    return new TopoException(code(failure), null, outcome, failure.text(), failure);
  }

  private static Code code(PostgresFailure failure) {
    return switch (failure.kind()) {
      case UNAVAILABLE, CONTENDED -> Code.UNAVAILABLE;
      case TIMEOUT -> Code.TIMEOUT;
      case INTERRUPTED -> Code.INTERRUPTED;
      case ACCESS_DENIED -> Code.ACCESS_DENIED;
      case RESOURCE_EXHAUSTED -> Code.RESOURCE_EXHAUSTED;
      case REJECTED -> rejected(failure);
      case CLOSED -> Code.CLOSED;
    };
  }

  private static Code rejected(PostgresFailure failure) {
    if (schemaTooNew(failure)) {
      return Code.UNSUPPORTED;
    }
    return areaMissing(failure) ? Code.UNAVAILABLE : Code.INTERNAL;
  }
}
