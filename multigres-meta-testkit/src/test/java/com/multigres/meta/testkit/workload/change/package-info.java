/** Tests of what the clients of a workload ask for. */
@NullMarked
package com.multigres.meta.testkit.workload.change;

import org.jspecify.annotations.NullMarked;
