/**
 * What clients of a store did and what they were told, recorded so that it can be judged later.
 *
 * <p>A {@link com.multigres.meta.testkit.history.HistoryRecorder} gives each client a {@link
 * com.multigres.meta.testkit.history.ClientLog}; what they wrote down together is a {@link
 * com.multigres.meta.testkit.history.History} of {@link
 * com.multigres.meta.testkit.history.Operation}s. {@code history.file} keeps histories as text,
 * {@code history.check} judges them: a {@link com.multigres.meta.testkit.history.Verdict} is
 * passed, violated (with the smallest history found) or undecided.
 */
@NullMarked
package com.multigres.meta.testkit.history;

import org.jspecify.annotations.NullMarked;
