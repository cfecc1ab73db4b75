/** The commands below {@code database}: databases in the catalog. */
@NullMarked
package com.multigres.meta.cli.database;

import org.jspecify.annotations.NullMarked;
