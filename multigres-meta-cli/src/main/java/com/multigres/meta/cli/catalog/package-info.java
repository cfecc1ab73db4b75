/** The commands below {@code catalog}: the catalog as a whole. */
@NullMarked
package com.multigres.meta.cli.catalog;

import org.jspecify.annotations.NullMarked;
