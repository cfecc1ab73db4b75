/**
 * The place of the topology store on etcd v3.
 *
 * <p>The store itself is not written yet: this module fixes its dependencies (jetcd and the gRPC,
 * protobuf and netty versions it shares with the other backends), and no {@code etcd:} address can
 * be opened through it so far.
 */
@NullMarked
package com.multigres.meta.topo.etcd;

import org.jspecify.annotations.NullMarked;
