/**
 * The bridge between catalogs and {@code MultigresCluster} resources:
 *
 * <pre>{@code
 * try (ClusterBridge bridge = ClusterBridge.start(parts, BridgeOptions.STANDARD)) {
 *   ... // until the process ends
 * }
 * }</pre>
 *
 * <p>{@link com.multigres.meta.k8s.bridge.BridgeFleet} serves all clusters of some namespaces,
 * {@link com.multigres.meta.k8s.bridge.BridgeReconciler} those of the operator that it is embedded
 * in. {@link com.multigres.meta.k8s.bridge.ClusterBridge} serves one cluster: it stands for
 * election, and while it leads it brings catalog, resource and topology in step on every change.
 * What is to be done is planned by {@code com.multigres.meta.cluster.plan}; the resource as a copy
 * of the catalog is {@link com.multigres.meta.k8s.target.ResourceTarget}. What it does to which
 * field is told in {@code docs/bridge.md}.
 */
@NullMarked
package com.multigres.meta.k8s.bridge;

import org.jspecify.annotations.NullMarked;
