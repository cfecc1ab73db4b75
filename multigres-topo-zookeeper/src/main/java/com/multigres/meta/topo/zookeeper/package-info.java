/**
 * The place of the topology store on ZooKeeper.
 *
 * <p>The store itself is not written yet: this module fixes its dependencies (Curator and the
 * ZooKeeper client), and no {@code zk:} address can be opened through it so far.
 */
@NullMarked
package com.multigres.meta.topo.zookeeper;

import org.jspecify.annotations.NullMarked;
