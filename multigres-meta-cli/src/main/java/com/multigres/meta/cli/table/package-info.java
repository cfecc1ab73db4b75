/** The commands below {@code table}: the placement of tables. */
@NullMarked
package com.multigres.meta.cli.table;

import org.jspecify.annotations.NullMarked;
