/** Between values of the cluster's life and the nodes that hold them. Not for users. */
@NullMarked
package com.multigres.meta.cluster.internal;

import org.jspecify.annotations.NullMarked;
