/**
 * Which of several processes leads, by a {@code Lease}:
 *
 * <pre>{@code
 * try (LeaseElection election = LeaseElection.start(server, "namespace", "bridge", me, LeaseTimes.STANDARD)) {
 *   OptionalLong token = election.await(Duration.ofMinutes(1)); // empty: somebody else leads
 *   ...                                                        // every write presents the token
 * }
 * }</pre>
 *
 * <p>Nobody's wall clock is believed: who waits counts, on his own, how long a lease did not
 * change. Leading ends by the leader's own clock before anybody else may begin; what he still has
 * under way then is refused by the token, which is larger for every leader than for those before.
 * The rules are a pure state machine ({@code LeaseRules}).
 */
@NullMarked
package com.multigres.meta.k8s.lease;

import org.jspecify.annotations.NullMarked;
