/** Tests of what is made of several processes' journals. */
@NullMarked
package com.multigres.meta.testkit.workload.process;

import org.jspecify.annotations.NullMarked;
