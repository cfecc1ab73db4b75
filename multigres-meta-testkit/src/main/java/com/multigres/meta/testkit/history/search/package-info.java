/**
 * The search for an order of steps that explains what was seen: {@link
 * com.multigres.meta.testkit.history.search.Search} finds one or shows that there is none, {@link
 * com.multigres.meta.testkit.history.search.Shrinker} makes what cannot be explained small. It
 * knows nothing of stores: paths and what stands there are numbers.
 */
@NullMarked
package com.multigres.meta.testkit.history.search;

import org.jspecify.annotations.NullMarked;
