/**
 * What the stores cost: JMH benchmarks against the plainest code that does the same.
 *
 * <p>Not published. Every figure stands next to its baseline from the same run.
 */
@NullMarked
package com.multigres.meta.benchmarks;

import org.jspecify.annotations.NullMarked;
