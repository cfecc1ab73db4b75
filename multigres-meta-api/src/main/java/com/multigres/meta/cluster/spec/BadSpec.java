package com.multigres.meta.cluster.spec;

import com.multigres.meta.cluster.ClusterErrorCode;
import com.multigres.meta.cluster.ClusterException;

/** The refusals of this package. */
final class BadSpec {
  private BadSpec() {}

  static ClusterException because(String message) {
    return new ClusterException(ClusterErrorCode.BAD_SPEC, message);
  }

  static ClusterException because(String message, Throwable cause) {
    return new ClusterException(ClusterErrorCode.BAD_SPEC, message, cause);
  }
}
