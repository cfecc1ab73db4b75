package com.multigres.meta.k8s.topo;

import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import org.jspecify.annotations.Nullable;

/** Makes a topology's error of what the API server, or the way to it, said. */
final class TopoErrors {
  private TopoErrors() {}

  /** The error of a request that certainly changed nothing. */
  static TopoException harmless(ApiException fault) {
    return of(fault, null, Outcome.NOT_APPLIED);
  }

  static TopoException of(ApiException fault, @Nullable TopoPath path, Outcome outcome) {
    String about = path == null ? "" : path + ": ";
    return new TopoException(code(fault), path, outcome, about + words(fault), fault);
  }

  /** Whether the server did not and will not carry it out. */
  static boolean isRefusal(ApiException fault) {
    return !fault.sent()
        || (fault.kind() == ApiException.Kind.REFUSED
            && (fault.status() < 500 || fault.isTooLarge() || isFull(fault)));
  }

  /** Whether the server has no room: that does not pass within a call. */
  static boolean isFull(ApiException fault) {
    return words(fault).contains("database space exceeded");
  }

  /** Whether a condition of the request was not met. */
  static boolean isConflict(ApiException fault) {
    return fault.is(409) || (fault.is(422) && words(fault).contains("metadata.uid"));
  }

  private static Code code(ApiException fault) {
    return switch (fault.kind()) {
      case BAD_SETTINGS -> Code.BAD_INPUT;
      case UNREACHABLE, LOST -> Code.UNAVAILABLE;
      case UNTRUSTED -> Code.ACCESS_DENIED;
      case LATE -> Code.TIMEOUT;
      case INTERRUPTED -> Code.INTERRUPTED;
      case REFUSED -> refusal(fault);
    };
  }

  private static Code refusal(ApiException fault) {
    String said = words(fault);
    if (fault.isTooLarge()) {
      return Code.TOO_LARGE;
    }
    if (isFull(fault) || (fault.is(403) && said.contains("exceeded quota"))) {
      return Code.RESOURCE_EXHAUSTED;
    }
    return switch (fault.status()) {
      case 401 -> Code.ACCESS_DENIED;
      // A namespace that is going takes nothing new, whatever one's rights.
      case 403 -> said.contains("being terminated") ? Code.UNAVAILABLE : Code.ACCESS_DENIED;
      // Without its namespace nothing can be made.
      case 404, 409 -> Code.UNAVAILABLE;
      default -> fault.passing() ? Code.UNAVAILABLE : Code.INTERNAL;
    };
  }

  private static String words(ApiException fault) {
    String said = String.valueOf(fault.getMessage());
    return fault.kind() == ApiException.Kind.REFUSED
        ? "the API server refuses it with " + fault.status() + ": " + said
        : said;
  }
}
