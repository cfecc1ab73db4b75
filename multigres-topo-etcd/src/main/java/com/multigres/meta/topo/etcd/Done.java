package com.multigres.meta.topo.etcd;

import io.etcd.jetcd.api.ResponseHeader;

/**
 * An answer, and the header of the request that it came with.
 *
 * @param <A> the answer
 */
record Done<A>(A answer, ResponseHeader header) {
  String cluster() {
    return Stamp.cluster(header.getClusterId());
  }

  long revision() {
    return header.getRevision();
  }
}
