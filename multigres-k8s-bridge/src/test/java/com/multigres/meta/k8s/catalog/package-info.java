/** A catalog in a {@code MultigresCluster}, on a real API server. */
@NullMarked
package com.multigres.meta.k8s.catalog;

import org.jspecify.annotations.NullMarked;
