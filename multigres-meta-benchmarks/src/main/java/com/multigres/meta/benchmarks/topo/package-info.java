/**
 * The topology beside the plainest code on a client library, against one server in turns: {@link
 * com.multigres.meta.benchmarks.topo.TopoRounds}.
 */
@NullMarked
package com.multigres.meta.benchmarks.topo;

import org.jspecify.annotations.NullMarked;
