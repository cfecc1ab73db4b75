/**
 * The catalog in PostgreSQL: {@code postgresql://host/database}, in a hidden schema of its own
 * (rules P1–P8).
 *
 * <p>{@link com.multigres.meta.postgres.catalog.PostgresCatalogProvider} opens it; {@link
 * com.multigres.meta.postgres.catalog.PoolerTables} reads what a pooler wrote before there was a
 * catalog.
 */
@NullMarked
package com.multigres.meta.postgres.catalog;

import org.jspecify.annotations.NullMarked;
