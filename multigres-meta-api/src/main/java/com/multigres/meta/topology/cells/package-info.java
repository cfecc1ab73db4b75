/**
 * The cells of a cluster, each in a store of its own.
 *
 * <pre>{@code
 * String uri = "etcd://127.0.0.1:2379/multigres/cluster1/global";
 * try (TopoStore store = TopoStores.open(uri);
 *     Cells cells =
 *         Cells.of(
 *             GlobalTopology.of(store, TopoLayout.CANONICAL),
 *             CellResolver.like(uri, StoreOptions.defaults()))) {
 *   Discovery<Pooler> found = cells.poolers();
 *   found.unreachableCells().forEach((cell, why) -> ...);
 *   cells.with("zone1", zone1 -> zone1.register(pooler));
 *   cells.register(gateway, RegistrationOptions.ttl(Duration.ofSeconds(10)));
 * }
 * }</pre>
 *
 * <p>{@link com.multigres.meta.topology.cells.Cells} opens what it needs and follows the cells'
 * records; {@link com.multigres.meta.topology.cells.CellResolver} says how a record becomes a
 * store; {@link com.multigres.meta.topology.cells.CellRegistration} keeps a component registered
 * wherever its cell is.
 */
@NullMarked
package com.multigres.meta.topology.cells;

import org.jspecify.annotations.NullMarked;
