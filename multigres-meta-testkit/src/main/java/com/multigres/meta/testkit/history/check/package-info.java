/**
 * Judges histories: a {@link com.multigres.meta.testkit.history.check.Verdict} is passed, violated
 * (with the smallest history found) or undecided.
 */
@NullMarked
package com.multigres.meta.testkit.history.check;

import org.jspecify.annotations.NullMarked;
