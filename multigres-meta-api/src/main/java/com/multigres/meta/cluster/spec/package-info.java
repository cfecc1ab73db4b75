/**
 * What a cluster is to look like, valid by construction.
 *
 * <p>{@link com.multigres.meta.cluster.spec.ClusterSpec} holds the cells, the databases with their
 * tablegroups and shards, and what new databases start with. What breaks a rule is refused with a
 * {@link com.multigres.meta.cluster.ClusterException} of the code {@code BAD_SPEC}. Everything here
 * is immutable.
 */
@NullMarked
package com.multigres.meta.cluster.spec;

import org.jspecify.annotations.NullMarked;
