/**
 * Workloads whose clients are several processes of one machine: {@link
 * com.multigres.meta.testkit.workload.process.WorkloadProcesses} starts them, and kills them.
 */
@NullMarked
package com.multigres.meta.testkit.workload.process;

import org.jspecify.annotations.NullMarked;
