/** Tests of what a cluster may be said to look like. */
@NullMarked
package com.multigres.meta.cluster.spec;

import org.jspecify.annotations.NullMarked;
