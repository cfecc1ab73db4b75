/**
 * PgBouncer, a transaction pooler, before a PostgreSQL: {@link
 * com.multigres.meta.testservers.pgbouncer.PgBouncerExtension} for tests.
 */
@NullMarked
package com.multigres.meta.testservers.pgbouncer;

import org.jspecify.annotations.NullMarked;
