/**
 * What workloads recorded, judged: {@link com.multigres.meta.testkit.workload.verdict.Judged} once,
 * {@link com.multigres.meta.testkit.workload.verdict.LongRun} round after round. What breaks a rule
 * is kept in a file.
 */
@NullMarked
package com.multigres.meta.testkit.workload.verdict;

import org.jspecify.annotations.NullMarked;
