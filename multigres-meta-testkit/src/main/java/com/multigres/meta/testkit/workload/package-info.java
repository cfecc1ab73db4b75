/**
 * What many clients do to one store at once, at random but repeatably, with everything recorded.
 *
 * <p>A {@link com.multigres.meta.testkit.workload.WorkloadPlan} says how much and from which seed.
 * {@link com.multigres.meta.testkit.workload.TopoWorkload} and {@link
 * com.multigres.meta.testkit.workload.CatalogWorkload} let clients of this process do it, {@link
 * com.multigres.meta.testkit.workload.process.WorkloadProcesses} those of several processes. What
 * they did and were told stands in a {@link com.multigres.meta.testkit.history.History}, to be
 * judged; see {@code workload.verdict}.
 */
@NullMarked
package com.multigres.meta.testkit.workload;

import org.jspecify.annotations.NullMarked;
