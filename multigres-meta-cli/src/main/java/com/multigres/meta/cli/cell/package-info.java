/** The commands below {@code cell}: cells of the global topology. */
@NullMarked
package com.multigres.meta.cli.cell;

import org.jspecify.annotations.NullMarked;
