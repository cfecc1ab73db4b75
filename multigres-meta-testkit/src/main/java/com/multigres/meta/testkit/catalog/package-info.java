/**
 * The contract of {@link com.multigres.meta.catalog.CatalogStore} as tests.
 *
 * <pre>{@code
 * class MyCatalogStoreTest extends CatalogStoreContract {
 *   @Override protected CatalogStore open(String catalog, int retention) { ... }
 *   @Override protected Backup backup(String catalog) { ... }
 * }
 * }</pre>
 *
 * <p>The rules stand in interfaces by theme; {@link
 * com.multigres.meta.testkit.catalog.CatalogStoreContract} brings them all. Where a store lacks a
 * capability, the test checks that it refuses what needs it.
 */
@NullMarked
package com.multigres.meta.testkit.catalog;

import org.jspecify.annotations.NullMarked;
