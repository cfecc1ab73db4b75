package com.multigres.meta.cluster;

/**
 * An operation of the cluster's life that was refused. The message is one line that names the input
 * and the rule.
 */
public final class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ClusterErrorCode code;

  /**
   * A refusal.
   *
   * @param code why
   * @param message one line for people
   */
  public ClusterException(ClusterErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * Says why.
   *
   * @return the reason, for programs
   */
  public ClusterErrorCode code() {
    return code;
  }

  /**
   * A refusal with what led to it.
   *
   * @param code why
   * @param message one line for people
   * @param cause what was thrown below
   */
  public ClusterException(ClusterErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }
}
