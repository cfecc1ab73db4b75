package com.multigres.meta.k8s.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.k8s.resource.ClusterResource;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;

/** Makes a catalog's error of what the API server, or the way to it, said. */
final class CatalogErrors {
  private CatalogErrors() {}

  /** The error of a request that certainly changed nothing. */
  static CatalogException harmless(ClusterResource resource, ApiException fault) {
    return of(resource, fault, Outcome.NOT_APPLIED);
  }

  /** The error of a change that may have been carried out. */
  static CatalogException doubtful(ClusterResource resource, ApiException fault) {
    return of(resource, fault, Outcome.UNKNOWN);
  }

  private static CatalogException of(
      ClusterResource resource, ApiException fault, Outcome outcome) {
    return new CatalogException(code(fault), null, outcome, words(resource, fault), null, fault);
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
    if (fault.isTooLarge()) {
      return Code.UNSUPPORTED;
    }
    return switch (fault.status()) {
      case 400 -> Code.INTERNAL;
      case 401, 403 -> Code.ACCESS_DENIED;
      case 404 -> Code.NOT_FOUND;
      // What an operator's stricter resource definition or a webhook does not take.
      case 422 -> Code.UNSUPPORTED;
      default -> fault.passing() || fault.status() == 409 ? Code.UNAVAILABLE : Code.INTERNAL;
    };
  }

  private static String words(ClusterResource resource, ApiException fault) {
    if (fault.kind() != ApiException.Kind.REFUSED) {
      return String.valueOf(fault.getMessage());
    }
    String before =
        fault.isTooLarge()
            ? "one Kubernetes object cannot hold this catalog; the API server refuses "
            : "the API server refuses ";
    return before + resource + " with " + fault.status() + ": " + fault.getMessage();
  }

  /** The same error once more: each caller gets one of its own, with its own stack. */
  static CatalogException again(CatalogException failed) {
    return new CatalogException(
        failed.code(),
        failed.rule().orElse(null),
        failed.outcome(),
        String.valueOf(failed.getMessage()),
        failed.current().orElse(null),
        failed);
  }

  static CatalogException late(Deadline deadline) {
    return CatalogException.refused(Code.TIMEOUT, "the " + deadline + " passed first");
  }

  static CatalogException closed() {
    return CatalogException.refused(Code.CLOSED, "the store was closed");
  }
}
