/**
 * {@code demo}: the life of a cluster, step by step, on a Postgres of its own. {@link
 * com.multigres.meta.cli.demo.Story} is what happens, {@link
 * com.multigres.meta.cli.demo.DemoCluster} what it happens to.
 */
@NullMarked
package com.multigres.meta.cli.demo;

import org.jspecify.annotations.NullMarked;
