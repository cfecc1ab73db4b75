/**
 * {@code spec.databases} of one {@code MultigresCluster} as a {@code CatalogStore}:
 *
 * <pre>{@code
 * try (CatalogStore store = CatalogStores.open("k8s://namespace/cluster")) {
 *   store.initialise();
 *   store.apply(List.of(CreateDatabase.named("db1")), ApplyOptions.none());
 * }
 * }</pre>
 *
 * <p>A {@code ClusterResource} is read and written over HTTP; a {@code StandingReader} makes of
 * what stands in it a {@code Standing}: the catalog, its position and what is remembered of
 * changes. A {@code CatalogWriter} makes the next one of it, on condition that nobody else did.
 * What stands in which field and annotation is told in {@code docs/backends/kubernetes.md}.
 */
@NullMarked
package com.multigres.meta.k8s.catalog;

import org.jspecify.annotations.NullMarked;
