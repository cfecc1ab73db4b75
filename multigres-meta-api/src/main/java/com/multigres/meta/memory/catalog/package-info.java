/**
 * The reference catalog store, {@code memory://name}: lives and ends with the process, shared by
 * every store of that name.
 *
 * <pre>{@code
 * try (CatalogStore store = CatalogStores.open("memory://orders")) {
 *   store.initialise();
 * }
 * MemoryCatalogs.forget("orders");
 * }</pre>
 */
@NullMarked
package com.multigres.meta.memory.catalog;

import org.jspecify.annotations.NullMarked;
