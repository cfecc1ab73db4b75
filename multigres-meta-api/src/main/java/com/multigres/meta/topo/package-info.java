/**
 * A topology: a small, strongly consistent, hierarchical store with versions, watches and sessions.
 *
 * <pre>{@code
 * try (TopoStore topo = TopoStores.open("memory://demo/multigres/cluster1/global")) {
 *   TopoPath cell = TopoPath.of("cells", "zone1", "Cell");
 *   Version created = topo.write(cell, value, Expect.absent());
 *   topo.write(cell, changed, Expect.version(created)); // BAD_VERSION if somebody else was faster
 *   try (Watch watch = topo.watch(TopoPath.of("cells"), WatchOptions.tree(), event -> show(event))) {
 *     topo.delete(cell, Expect.any());
 *   }
 * }
 * }</pre>
 *
 * <p>{@link com.multigres.meta.topo.TopoStore} is the contract, its rules T1–T33 are explained in
 * {@code docs/topo-contract.md}. {@link com.multigres.meta.topo.TopoStores} finds the backend for
 * an address; {@link com.multigres.meta.topo.TopoStoreProvider} is what a backend implements to be
 * found. Every error is a {@link com.multigres.meta.topo.TopoException}.
 */
@NullMarked
package com.multigres.meta.topo;

import org.jspecify.annotations.NullMarked;
