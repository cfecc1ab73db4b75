/** The commands below {@code tablegroup}: tablegroups in the catalog. */
@NullMarked
package com.multigres.meta.cli.tablegroup;

import org.jspecify.annotations.NullMarked;
