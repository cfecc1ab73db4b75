/** Tests of the bridge: its plans, as pure functions, and its runs on memory stores. */
@NullMarked
package com.multigres.meta.cluster.bridge;

import org.jspecify.annotations.NullMarked;
