/**
 * The rules of a topology that a history can show. Nodes, batches and watches become {@link
 * com.multigres.meta.testkit.history.search.Step}s ({@code CommitSteps}, {@code ReadSteps}, {@code
 * WatchSteps}) for which an order is searched; locks and repeated news are judged one by one.
 */
@NullMarked
package com.multigres.meta.testkit.history.topo;

import org.jspecify.annotations.NullMarked;
