/**
 * The life of a cluster: how it is brought to what its {@link
 * com.multigres.meta.cluster.spec.ClusterSpec} says, how it grows and shrinks, and how it ends.
 */
@NullMarked
package com.multigres.meta.cluster;

import org.jspecify.annotations.NullMarked;
