/** The commands below {@code topo}: the raw nodes of a topology. */
@NullMarked
package com.multigres.meta.cli.topo;

import org.jspecify.annotations.NullMarked;
