/**
 * The catalog: the list of databases, for each its tablegroups, for each of those its shards and
 * the tables placed in it.
 *
 * <pre>{@code
 * try (CatalogStore store = CatalogStores.open("postgresql://localhost/postgres")) {
 *   store.initialise();
 *   CatalogSnapshot now = store.read();
 *   store.apply(List.of(change), ApplyOptions.expecting(now.position())); // STALE_POSITION if somebody was faster
 *   try (Subscription sub = store.subscribe(Optional.of(now.position()), event -> show(event))) {
 *     ...
 *   }
 * }
 * }</pre>
 *
 * <p>{@link com.multigres.meta.catalog.CatalogStore} is the contract; its rules C1–C12 are
 * explained in {@code docs/catalog-contract.md}. The values it speaks of are in {@link
 * com.multigres.meta.model}. Every error is a {@link com.multigres.meta.catalog.CatalogException}.
 */
@NullMarked
package com.multigres.meta.catalog;

import org.jspecify.annotations.NullMarked;
