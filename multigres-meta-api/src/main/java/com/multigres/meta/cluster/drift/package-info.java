/**
 * Shows where the places that hold facts about a cluster differ, with both values and the rule that
 * decides.
 *
 * <pre>{@code
 * ClusterPicture picture = ClusterPicture.take(global, cells, catalogs, Optional.of(manifest));
 * for (Drift drift : Drifts.in(picture)) {
 *   ...
 * }
 * }</pre>
 *
 * <p>{@link com.multigres.meta.cluster.drift.ClusterPicture} is everything as it was read at one
 * time; {@link com.multigres.meta.cluster.drift.Drifts} is a pure function of it.
 */
@NullMarked
package com.multigres.meta.cluster.drift;

import org.jspecify.annotations.NullMarked;
