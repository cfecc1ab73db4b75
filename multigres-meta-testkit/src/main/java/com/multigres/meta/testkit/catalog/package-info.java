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
 * <p>Each theme is a file of rules and a nested class of the contract. What a store is declared not
 * to be capable of it must refuse; which accidents can be arranged stands in {@link
 * com.multigres.meta.testkit.catalog.CatalogFaults}.
 */
@NullMarked
package com.multigres.meta.testkit.catalog;

import org.jspecify.annotations.NullMarked;
