/** Histories that are known to be good or bad, and what the checkers must say of them. */
@NullMarked
package com.multigres.meta.testkit.history;

import org.jspecify.annotations.NullMarked;
