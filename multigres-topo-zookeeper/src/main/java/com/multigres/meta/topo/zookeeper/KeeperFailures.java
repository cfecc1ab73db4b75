package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/** The one place where the client library's errors become ours. */
final class KeeperFailures {
  private KeeperFailures() {}

  /** What a future failed with. */
  static Throwable cause(ExecutionException failure) {
    @Nullable Throwable cause = failure.getCause();
    return cause == null ? failure : cause;
  }

  /** Whether the connection ended, and not the request: another try may do. */
  static boolean isBroken(Throwable failure) {
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
  static TopoException translate(Throwable failure, String where, String doing, Outcome ifBroken) {
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
