/** Tests of what is made of a recorded history. */
@NullMarked
package com.multigres.meta.testkit.workload.verdict;

import org.jspecify.annotations.NullMarked;
