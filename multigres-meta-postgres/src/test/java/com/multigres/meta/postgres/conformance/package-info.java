/** The kit's runner, against a server that is there already. */
@NullMarked
package com.multigres.meta.postgres.conformance;

import org.jspecify.annotations.NullMarked;
