package com.multigres.meta.topo.etcd.internal;

import io.grpc.Status;
import io.netty.handler.ssl.SslClosedEngineException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import javax.net.ssl.SSLException;

/** A request that etcd or the way to it did not answer as hoped; translated by {@link Failures}. */
public final class CallFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Status status;
  private final boolean sent;
  private final boolean shared;

  /**
   * A failure.
   *
   * @param status what gRPC says of it
   * @param sent whether the request may have reached a server
   * @param shared whether others travelled in the same request, whose fault it may be
   */
  public CallFailed(Status status, boolean sent, boolean shared) {
    super(status.getCode() + ": " + status.getDescription(), status.getCause(), false, false);
    this.status = status;
    this.sent = sent;
    this.shared = shared;
  }

  public Status status() {
    return status;
  }

  public boolean sent() {
    return sent;
  }

  /**
   * Whether the request as a whole failed, perhaps because of somebody else's part, and each part
   * may be asked alone.
   *
   * @param harmless whether it changes nothing, or nothing more when it is asked again
   */
  public boolean failedInCompany(boolean harmless) {
    return shared && !mayPass() && !loginExpired() && (refused() || (harmless && tooLarge()));
  }

  private boolean says(String part) {
    String description = status.getDescription();
    return description != null && description.contains(part);
  }

  /** Whether the server refused it before it could have had any effect. */
  public boolean refused() {
    return switch (status.getCode()) {
      case UNAVAILABLE -> says("etcdserver: no leader") || says("etcdserver: not capable");
      // Not an answer that was too large for us, nor the write that uses the disk quota up.
      case RESOURCE_EXHAUSTED -> says("larger than max") || says("too many requests");
      case UNKNOWN, INTERNAL, CANCELLED, DEADLINE_EXCEEDED, ABORTED, DATA_LOSS -> false;
      default -> true;
    };
  }

  /**
   * Whether the servers' disk quota is used up. The write that finds it so is done nevertheless and
   * answered like that; what comes after it is refused.
   */
  public boolean noSpace() {
    return status.getCode() == Status.Code.RESOURCE_EXHAUSTED && says("space exceeded");
  }

  /** Whether it certainly had no effect and never will. */
  public boolean withoutEffect() {
    return !sent || refused();
  }

  /** Whether it may be answered when it is asked again, perhaps of another member. */
  public boolean mayPass() {
    return !isTlsRefusal() && isTransient();
  }

  private boolean isTransient() {
    return status.getCode() == Status.Code.UNAVAILABLE
        || (status.getCode() == Status.Code.FAILED_PRECONDITION && says("leader"));
  }

  /** Whether the two ends do not agree on how to encrypt, or whom to trust. */
  public boolean isTlsRefusal() {
    for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return !isInterruption(cause);
      }
    }
    return false;
  }

  /** The other end went away in the middle, or is slow: that says nothing of certificates. */
  private static boolean isInterruption(Throwable cause) {
    return cause instanceof SslHandshakeTimeoutException
        || cause instanceof SslClosedEngineException
        || String.valueOf(cause.getMessage()).contains("Connection closed while");
  }

  /** Whether the login has run out; the server did nothing. */
  public boolean loginExpired() {
    return status.getCode() == Status.Code.UNAUTHENTICATED
        || says("invalid auth token")
        || isLoginOutdated()
        || says("user name is empty");
  }

  /** Whether users or roles have changed since the login. */
  boolean isLoginOutdated() {
    return says("revision of auth store is old");
  }

  /** Whether the servers know no users at all. */
  boolean loginNotAskedFor() {
    return says("authentication is not enabled");
  }

  /** Whether the history that was asked for is compacted. */
  public boolean compacted() {
    return status.getCode() == Status.Code.OUT_OF_RANGE && says("compacted");
  }

  /** Whether what a group asked was too much for one message. */
  public boolean tooLarge() {
    return (status.getCode() == Status.Code.RESOURCE_EXHAUSTED && says("larger than max"))
        || (status.getCode() == Status.Code.RESOURCE_EXHAUSTED && says("exceeds maximum"))
        || says("request is too large")
        || says("too many operations");
  }

  public boolean leaseGone() {
    return status.getCode() == Status.Code.NOT_FOUND && says("lease");
  }
}
