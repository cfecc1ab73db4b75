/** Leaders by a lease, by the clock of a test and on a real API server. */
@NullMarked
package com.multigres.meta.k8s.lease;

import org.jspecify.annotations.NullMarked;
