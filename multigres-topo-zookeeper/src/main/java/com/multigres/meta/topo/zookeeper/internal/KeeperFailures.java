package com.multigres.meta.topo.zookeeper.internal;

import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/** The one place where the client library's errors become ours. */
public final class KeeperFailures {
  private KeeperFailures() {}

  /** What a future failed with. */
  public static Throwable cause(ExecutionException failure) {
    @Nullable Throwable cause = failure.getCause();
    return cause == null ? failure : cause;
  }

  /** Whether the connection ended, and not the request: another try may do. */
  public static boolean isBroken(Throwable failure) {
    return failure instanceof KeeperException refusal
        && switch (refusal.code()) {
          case CONNECTIONLOSS, SESSIONEXPIRED, SESSIONMOVED, OPERATIONTIMEOUT -> true;
          default -> false;
        };
  }

  /**
   * The error of a request.
   *
   * @param failure what the client library says
   * @param where the store's address
   * @param doing what was asked for
   * @param ifBroken what is known of the request when its connection ended
   */
  public static TopoException translate(
      Throwable failure, String where, String doing, Outcome ifBroken) {
    if (failure instanceof TopoException ours) {
      return ours;
    }
    boolean broken = isBroken(failure);
    String said = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return new TopoException(
        code(failure),
        null,
        broken ? ifBroken : Outcome.NOT_APPLIED,
        "%s on %s: %s".formatted(doing, where, said.replaceAll("\\s+", " ")),
        failure);
  }

  /**
   * The error of a client that could not be made. What a password's source says is not repeated.
   */
  static TopoException unusable(CompletionException failure, String where) {
    @Nullable Throwable cause = failure.getCause();
    if (cause instanceof PasswordUnavailable source) {
      return new TopoException(
          TopoException.Code.ACCESS_DENIED,
          null,
          Outcome.NOT_APPLIED,
          where + ": the password could not be had: " + source.getMessage(),
          null);
    }
    return TopoException.badInput(where + ": " + String.valueOf(cause).replaceAll("\\s+", " "));
  }

  /** Where the password comes from, nothing came. */
  static final class PasswordUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    PasswordUnavailable(RuntimeException cause) {
      super(cause.getClass().getName(), cause);
    }
  }

  private static TopoException.Code code(Throwable failure) {
    Optional<KeeperException.Code> code =
        failure instanceof KeeperException refusal ? Optional.of(refusal.code()) : Optional.empty();
    return code.map(KeeperFailures::code).orElse(TopoException.Code.INTERNAL);
  }

  private static TopoException.Code code(KeeperException.Code code) {
    return switch (code) {
      case CONNECTIONLOSS, SESSIONEXPIRED, SESSIONMOVED, OPERATIONTIMEOUT, NOTREADONLY ->
          TopoException.Code.UNAVAILABLE;
      case NOAUTH, AUTHFAILED, INVALIDACL, SESSIONCLOSEDREQUIRESASLAUTH ->
          TopoException.Code.ACCESS_DENIED;
      case QUOTAEXCEEDED, THROTTLEDOP -> TopoException.Code.RESOURCE_EXHAUSTED;
      default -> TopoException.Code.INTERNAL;
    };
  }
}
