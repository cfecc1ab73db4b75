/**
 * What the catalog and the topology on PostgreSQL share: one pool and one listening connection for
 * each server, database and user ({@link com.multigres.meta.postgres.internal.PostgresAccess}), and
 * what an SQL error says about what happened ({@link
 * com.multigres.meta.postgres.internal.PostgresFailure}). Not for use by others.
 */
@NullMarked
package com.multigres.meta.postgres.internal;

import org.jspecify.annotations.NullMarked;
