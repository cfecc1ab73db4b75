/**
 * Plans what brings the catalog, its copies and the components in step: pure functions of values.
 *
 * <p>{@link com.multigres.meta.cluster.plan.BridgePlanner} makes a {@link
 * com.multigres.meta.cluster.plan.BridgePlan} of a {@link
 * com.multigres.meta.cluster.plan.BridgeInput}: the catalog, each copy with what was last applied
 * to it, the poolers, and what people decided. The plan lists actions with their reasons, and
 * findings that wait for a person. Entries of copies are known by an {@link
 * com.multigres.meta.cluster.plan.EntryPath} and compared by one spelling of their content, so that
 * any place that can be read as such entries can be a copy.
 */
@NullMarked
package com.multigres.meta.cluster.plan;

import org.jspecify.annotations.NullMarked;
