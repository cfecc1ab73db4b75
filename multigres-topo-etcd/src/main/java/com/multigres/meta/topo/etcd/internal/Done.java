package com.multigres.meta.topo.etcd.internal;

import io.etcd.jetcd.api.ResponseHeader;

/**
 * An answer, and the header of the request that it came with.
 *
 * @param <A> the answer
 */
public record Done<A>(A answer, ResponseHeader header) {
  public String cluster() {
    return Stamp.cluster(header.getClusterId());
  }

  public long revision() {
    return header.getRevision();
  }
}
