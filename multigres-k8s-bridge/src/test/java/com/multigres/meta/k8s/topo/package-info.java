/** The topology on Kubernetes: the contract and its own tests, on a real API server. */
@NullMarked
package com.multigres.meta.k8s.topo;

import org.jspecify.annotations.NullMarked;
