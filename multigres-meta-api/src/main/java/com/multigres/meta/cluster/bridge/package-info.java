/**
 * Keeps the copies of the catalog in step with it: the planner, which is a pure function, and the
 * runner, which does what the plan says.
 *
 * <pre>{@code
 * BridgeRunner runner = BridgeRunner.of(catalogs, List.of(TopologyTarget.of(global)), servers);
 * BridgeReport report = runner.runOnce();
 * report.findings().forEach(finding -> log.warn(finding.message()));
 * }</pre>
 *
 * <p>{@link com.multigres.meta.cluster.bridge.BridgePlanner} says what to do and why; {@link
 * com.multigres.meta.cluster.bridge.BridgeTarget} is one copy: the database records of the global
 * topology are {@link com.multigres.meta.cluster.bridge.TopologyTarget}.
 */
@NullMarked
package com.multigres.meta.cluster.bridge;

import org.jspecify.annotations.NullMarked;
