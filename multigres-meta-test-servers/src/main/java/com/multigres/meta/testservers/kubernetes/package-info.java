/**
 * Real Kubernetes API servers, with an etcd of their own behind them: one shared by all tests, or
 * one of a class's own. There are no controllers and no nodes: what is asked for is kept, checked,
 * watched and authorised, and nothing is run.
 *
 * <pre>{@code
 * @RegisterExtension static final KubernetesExtension kubernetes = KubernetesExtension.shared();
 *
 * KubernetesNamespace namespace = kubernetes.freshNamespace(); // it goes after the test
 * TopoStores.open(namespace.uri("/root"));                     // k8s://test-…/root
 * }</pre>
 */
@NullMarked
package com.multigres.meta.testservers.kubernetes;

import org.jspecify.annotations.NullMarked;
