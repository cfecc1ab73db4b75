/** The commands below {@code shard}: shards in the catalog. */
@NullMarked
package com.multigres.meta.cli.shard;

import org.jspecify.annotations.NullMarked;
