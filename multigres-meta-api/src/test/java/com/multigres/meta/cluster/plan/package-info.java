/** Tests of the bridge's plans, as pure functions. */
@NullMarked
package com.multigres.meta.cluster.plan;

import org.jspecify.annotations.NullMarked;
