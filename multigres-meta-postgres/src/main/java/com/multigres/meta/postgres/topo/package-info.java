/**
 * The topology on PostgreSQL, for clusters that want no second system: {@code
 * postgresql://host/database#/root}.
 *
 * <p>All lies in a schema of its own ({@code multigres_topo} unless the address says {@code
 * ?schema=…}), which is made by whoever opens it first and which ordinary roles can neither read
 * nor write. Functions in that schema decide about a write under the lock of one counter row, so
 * that a write is one round trip; the counter orders the log that watches read, and numbers
 * versions and cursors. {@code NOTIFY} wakes whoever watches; the log, not the notification, is the
 * truth.
 */
@NullMarked
package com.multigres.meta.postgres.topo;

import org.jspecify.annotations.NullMarked;
