/**
 * One {@code MultigresCluster} on its API server, shared by the catalog store and the bridge:
 * {@link com.multigres.meta.k8s.resource.ClusterResource} reads and writes it, {@link
 * com.multigres.meta.k8s.resource.Content} is the part of {@code spec.databases} that a catalog
 * has, {@link com.multigres.meta.k8s.resource.ResourceWrites} makes writes that touch nothing else.
 * Not for users.
 */
@NullMarked
package com.multigres.meta.k8s.resource;

import org.jspecify.annotations.NullMarked;
