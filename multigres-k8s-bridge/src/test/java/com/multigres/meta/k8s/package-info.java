/** Tests of the Kubernetes side. */
@NullMarked
package com.multigres.meta.k8s;

import org.jspecify.annotations.NullMarked;
