/**
 * Accidents in an order that can be repeated: a {@link
 * com.multigres.meta.testkit.fault.FaultSchedule} is made of a seed and of what the backend's tests
 * can arrange, and a {@link com.multigres.meta.testkit.fault.FaultRun} lets it happen to a
 * workload.
 *
 * <pre>{@code
 * FaultPlan plan = FaultPlan.of(faults, clients.size(), 10_000);
 * FaultSchedule schedule = FaultSchedule.of(seed, plan);
 * try (FaultRun<TopoStore> run = FaultRun.begin(schedule, faults, clients)) {
 *   // in each client's thread, before each of its operations:
 *   run.operationBegins();
 * }
 * }</pre>
 *
 * <p>Moments are counted in operations of the workload, not in time: the accident that came before
 * the 1,200th operation does so again on a machine of any speed, and a workload of one client,
 * which is seeded itself, is repeated exactly. Operations of several clients may change places
 * around it. One thing is measured in time: an accident that nobody gets past ends after a while.
 */
@NullMarked
package com.multigres.meta.testkit.fault;

import org.jspecify.annotations.NullMarked;
