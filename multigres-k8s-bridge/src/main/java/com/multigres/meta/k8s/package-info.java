/**
 * Multigres metadata on Kubernetes.
 *
 * <p>{@link com.multigres.meta.k8s.ClusterManifests} reads what a {@code MultigresCluster} manifest
 * asks for:
 *
 * <pre>{@code
 * ClusterSpec wanted = ClusterManifests.read(Path.of("cluster.yaml"));
 * }</pre>
 *
 * <p>What cannot be a cluster is refused with a {@link com.multigres.meta.k8s.ManifestException}
 * that names the file, the line and the field.
 */
@NullMarked
package com.multigres.meta.k8s;

import org.jspecify.annotations.NullMarked;
