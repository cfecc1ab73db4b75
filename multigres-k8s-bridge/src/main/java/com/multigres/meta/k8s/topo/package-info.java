/**
 * The topology on Kubernetes, for clusters that have no store of their own: {@code
 * k8s://namespace/root}.
 *
 * <p>{@link com.multigres.meta.k8s.topo.KubernetesTopoProvider} opens stores. A node is a ConfigMap
 * ({@code NodeObject}, read and written through {@code ApiObjects}), a session a Lease ({@code
 * Leases}). {@code TopoReads} hides what is bound to a Lease that is gone; {@code TopoWrites}
 * replaces what it has read, on condition that it still stands so; {@code LeaseObserver} ends what
 * nobody renews, by its own clock; {@code TopoFollower} feeds the watches; a lock is a queue in one
 * object ({@code LockObject}, {@code KubernetesLocks}).
 */
@NullMarked
package com.multigres.meta.k8s.topo;

import org.jspecify.annotations.NullMarked;
