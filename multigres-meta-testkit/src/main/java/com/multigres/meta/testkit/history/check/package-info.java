/**
 * The front door to judging: {@link com.multigres.meta.testkit.history.check.HistoryChecker}
 * applies every rule to a history and answers with a {@link
 * com.multigres.meta.testkit.history.Verdict} for each theme.
 */
@NullMarked
package com.multigres.meta.testkit.history.check;

import org.jspecify.annotations.NullMarked;
