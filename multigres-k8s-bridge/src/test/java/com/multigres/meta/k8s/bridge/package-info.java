/** The bridge on a real API server, with catalogs and topologies in memory. */
@NullMarked
package com.multigres.meta.k8s.bridge;

import org.jspecify.annotations.NullMarked;
