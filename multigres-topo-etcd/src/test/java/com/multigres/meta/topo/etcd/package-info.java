/** Tests of the topology on a real etcd. */
@NullMarked
package com.multigres.meta.topo.etcd;

import org.jspecify.annotations.NullMarked;
