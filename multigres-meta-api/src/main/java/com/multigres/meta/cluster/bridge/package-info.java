/**
 * Keeps the copies of the catalog in step with it: does what the plans of {@link
 * com.multigres.meta.cluster.plan} say.
 *
 * <pre>{@code
 * BridgeRunner runner =
 *     new BridgeRunner(
 *         catalogs,
 *         List.of(TopologyTarget.of(global)),
 *         () -> ShardServers.of(cells.poolers()),
 *         BridgeSettings.STANDARD);
 * BridgeReport report = runner.runOnce();
 * report.findings().forEach(finding -> log.warn(finding.message()));
 * }</pre>
 *
 * <p>{@link com.multigres.meta.cluster.bridge.BridgeTarget} is one copy: the database records of
 * the global topology are {@link com.multigres.meta.cluster.bridge.TopologyTarget}. A {@link
 * com.multigres.meta.cluster.bridge.BridgeRunner} brings all copies of a cluster in step once, a
 * {@link com.multigres.meta.cluster.bridge.BridgeLoop} on every change.
 */
@NullMarked
package com.multigres.meta.cluster.bridge;

import org.jspecify.annotations.NullMarked;
