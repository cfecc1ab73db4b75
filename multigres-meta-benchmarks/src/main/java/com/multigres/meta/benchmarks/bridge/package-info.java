/** What a bridge costs that serves many clusters in one process. */
@NullMarked
package com.multigres.meta.benchmarks.bridge;

import org.jspecify.annotations.NullMarked;
