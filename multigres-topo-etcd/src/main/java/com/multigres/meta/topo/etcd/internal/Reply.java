package com.multigres.meta.topo.etcd.internal;

import io.grpc.Status;

/**
 * Gets the answer to one request, on the network's thread: it must not block.
 *
 * @param <A> the answer
 */
public interface Reply<A> {

  /** It was answered. */
  void answered(A answer);

  /**
   * It failed.
   *
   * @param status what gRPC says of it
   * @param sent whether the request may have reached a server
   */
  void failed(Status status, boolean sent);
}
