package com.multigres.meta.topo.etcd.internal;

import io.grpc.Status;
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

  /** Whether the request as a whole was refused, perhaps because of somebody else's part. */
  public boolean refusedInCompany() {
    return shared && refused() && !mayPass() && !loginExpired();
  }

  private boolean says(String part) {
    String description = status.getDescription();
    return description != null && description.contains(part);
  }

  /** Whether the server refused it before it could have had any effect. */
  public boolean refused() {
    return switch (status.getCode()) {
      case UNAVAILABLE -> says("etcdserver: no leader") || says("etcdserver: not capable");
      case UNKNOWN, INTERNAL, CANCELLED, DEADLINE_EXCEEDED, ABORTED, DATA_LOSS -> false;
      default -> true;
    };
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
        return true;
      }
    }
    return false;
  }

  /** Whether the login has run out; the server did nothing. */
  public boolean loginExpired() {
    return status.getCode() == Status.Code.UNAUTHENTICATED || says("invalid auth token");
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
