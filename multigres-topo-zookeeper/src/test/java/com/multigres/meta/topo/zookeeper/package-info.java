/** The contract on real servers, and what is ZooKeeper's own. */
@NullMarked
package com.multigres.meta.topo.zookeeper;

import org.jspecify.annotations.NullMarked;
