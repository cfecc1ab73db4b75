/**
 * The typed topology of a cluster, on top of any {@link com.multigres.meta.topo.TopoStore}: cells
 * and databases in the global topology, components in the topology of their cell.
 *
 * <pre>{@code
 * try (TopoStore store = TopoStores.open("etcd://127.0.0.1:2379/multigres/cluster1/global")) {
 *   GlobalTopology global = GlobalTopology.of(store, TopoLayout.CANONICAL);
 *   global.cells().put(new Cell("zone1", List.of("127.0.0.1:22379"), "/multigres/cluster1/zone1"));
 * }
 *
 * CellTopology zone1 = CellTopology.of("zone1", cellStore, TopoLayout.CANONICAL);
 * zone1.register(pooler);
 * zone1.poolers().update(pooler.id(), p -> p.toBuilder().type(PoolerType.PRIMARY).build());
 * Watch watch = zone1.poolers().watch(event -> ...);
 * }</pre>
 *
 * <p>{@link com.multigres.meta.topology.TopoLayout} says where records lie, {@link
 * com.multigres.meta.topology.RecordCodecs} how they are written: as the protobuf messages that
 * components in other languages read and write. {@link com.multigres.meta.topology.Records} is what
 * all kinds of records have in common: every write goes on top of what stands there, so that fields
 * of newer components come through.
 */
@NullMarked
package com.multigres.meta.topology;

import org.jspecify.annotations.NullMarked;
