/** What is PostgreSQL's own about the catalog, and the contract that every catalog keeps. */
@NullMarked
package com.multigres.meta.postgres.catalog;

import org.jspecify.annotations.NullMarked;
