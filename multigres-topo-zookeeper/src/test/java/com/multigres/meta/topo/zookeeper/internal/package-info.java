/** The parts of it that need no server to be looked at. */
@NullMarked
package com.multigres.meta.topo.zookeeper.internal;

import org.jspecify.annotations.NullMarked;
