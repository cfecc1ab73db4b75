/** What the topology on PostgreSQL promises beyond the common contract, on real servers. */
@NullMarked
package com.multigres.meta.postgres.topo;

import org.jspecify.annotations.NullMarked;
