/** The commands below {@code cluster}: a cluster's entries. */
@NullMarked
package com.multigres.meta.cli.cluster;

import org.jspecify.annotations.NullMarked;
