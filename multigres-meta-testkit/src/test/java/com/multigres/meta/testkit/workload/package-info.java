/** Tests of how clients work. */
@NullMarked
package com.multigres.meta.testkit.workload;

import org.jspecify.annotations.NullMarked;
