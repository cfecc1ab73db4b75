/**
 * The contract of {@link com.multigres.meta.topo.TopoStore} as tests. A backend extends {@link
 * com.multigres.meta.testkit.topo.TopoStoreContract}, says how to open a store, and says in {@link
 * com.multigres.meta.testkit.topo.Faults} which accidents it can arrange:
 *
 * <pre>{@code
 * class MyTopoStoreTest extends TopoStoreContract {
 *   @Override protected TopoStore open(String root) { return TopoStores.open("my://server" + root); }
 * }
 * }</pre>
 *
 * <p>Each theme is a file of rules and a nested class of the contract: paths, nodes, lists,
 * batches, watches, sessions, registrations, the life of a store, outages and crashes, cells, load,
 * and a random comparison with the store in memory.
 */
@NullMarked
package com.multigres.meta.testkit.topo;

import org.jspecify.annotations.NullMarked;
