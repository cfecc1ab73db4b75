/** The commands below {@code component}: components in the cells' topologies. */
@NullMarked
package com.multigres.meta.cli.component;

import org.jspecify.annotations.NullMarked;
