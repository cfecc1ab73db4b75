/**
 * A live view of a cluster: what a gateway routes by.
 *
 * <pre>{@code
 * StoreOptions lazily = StoreOptions.builder().lazy(true).build();
 * try (TopoStore store = TopoStores.open(uri, lazily);
 *     CatalogStore catalog = CatalogStores.open(catalogUri, lazily)) {
 *   GlobalTopology global = GlobalTopology.of(store, TopoLayout.CANONICAL);
 *   try (Cells cells = Cells.of(global, CellResolver.like(uri, lazily));
 *       ClusterView view =
 *           ClusterView.of("cluster1", global, cells)
 *               .catalog(catalog)
 *               .nearest("zone1", "zone2")
 *               .file(Path.of("/var/lib/gateway/cluster1.view"))
 *               .start()) {
 *     Optional<Route> route = view.snapshot().route("db1", TableName.of("orders"), key);
 *     view.onChange(view.snapshot(), change -> change.components().forEach(...));
 *   }
 * }
 * }</pre>
 *
 * <p>{@link com.multigres.meta.view.ClusterView} is the living thing, {@link
 * com.multigres.meta.view.ClusterSnapshot} what it knows at one moment, {@link
 * com.multigres.meta.view.Freshness} how far that can be relied on. {@link
 * com.multigres.meta.view.ShardPoolers} says who of a shard's poolers takes which queries.
 */
@NullMarked
package com.multigres.meta.view;

import org.jspecify.annotations.NullMarked;
