/** Both stores through a gateway that answers as Multigres's own does while its primary is away. */
@NullMarked
package com.multigres.meta.postgres.gateway;

import org.jspecify.annotations.NullMarked;
