package com.multigres.meta.topo.etcd.internal;

import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The one place where etcd's errors become ours (rule T11). */
public final class Failures {
  private Failures() {}

  /**
   * Translates a failure.
   *
   * @param failure what came back
   * @param where the store's address
   * @param doing what the call does, for the message
   * @param writes whether the call may change something
   */
  public static TopoException translate(
      CallFailed failure, String where, String doing, boolean writes) {
    Outcome outcome = writes && !failure.withoutEffect() ? Outcome.UNKNOWN : Outcome.NOT_APPLIED;
    return new TopoException(
        code(failure), null, outcome, doing + ": " + where + " " + said(failure), failure);
  }

  private static Code code(CallFailed failure) {
    if (failure.tooLarge()) {
      return Code.TOO_LARGE;
    }
    if (failure.leaseGone()) {
      return Code.SESSION_LOST;
    }
    return switch (failure.status().getCode()) {
      case UNAVAILABLE -> failure.isTlsRefusal() ? Code.ACCESS_DENIED : Code.UNAVAILABLE;
      case DEADLINE_EXCEEDED -> Code.TIMEOUT;
      case CANCELLED, ABORTED, FAILED_PRECONDITION -> Code.UNAVAILABLE;
      case RESOURCE_EXHAUSTED -> Code.RESOURCE_EXHAUSTED;
      case PERMISSION_DENIED, UNAUTHENTICATED -> Code.ACCESS_DENIED;
      case INVALID_ARGUMENT -> refusal(failure);
      case DATA_LOSS -> Code.CORRUPT;
      default -> Code.INTERNAL;
    };
  }

  private static Code refusal(CallFailed failure) {
    if (failure.isLoginOutdated()) {
      // Again and again, as somebody changes users and roles all the time.
      return Code.UNAVAILABLE;
    }
    return isLoginRefusal(failure) ? Code.ACCESS_DENIED : Code.INTERNAL;
  }

  private static boolean isLoginRefusal(CallFailed failure) {
    String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return text.contains("user name")
        || text.contains("authentication")
        || text.contains("password");
  }

  private static String said(CallFailed failure) {
    @Nullable String description = failure.status().getDescription();
    @Nullable Throwable cause = failure.getCause();
    String text = description == null ? failure.status().getCode().toString() : description;
    String because = cause == null ? "" : " (" + cause.getMessage() + ")";
    return "answered: " + (text + because).replaceAll("\\s+", " ");
  }
}
