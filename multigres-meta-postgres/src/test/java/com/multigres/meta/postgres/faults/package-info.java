/** What may befall a PostgreSQL server, for the contracts of both stores. */
@NullMarked
package com.multigres.meta.postgres.faults;

import org.jspecify.annotations.NullMarked;
