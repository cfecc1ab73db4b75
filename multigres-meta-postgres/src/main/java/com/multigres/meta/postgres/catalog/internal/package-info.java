/**
 * How a catalog lies in its schema: what creates it, reads its rows, writes those in which two
 * catalogs differ, and rolls one along the log.
 */
@NullMarked
package com.multigres.meta.postgres.catalog.internal;

import org.jspecify.annotations.NullMarked;
