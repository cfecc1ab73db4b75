/**
 * Real ZooKeeper servers, each a process of its own: one shared by all tests, one of a class's own,
 * or an ensemble of three. They need {@code org.apache.curator:curator-test} on the class path,
 * which brings ZooKeeper with what its server needs.
 *
 * <pre>{@code
 * @RegisterExtension static final ZooKeeperExtension zookeeper = ZooKeeperExtension.shared();
 *
 * ZooKeeperRoot root = zookeeper.freshRoot(); // its nodes go after the test
 * TopoStores.open(root.uri());                // zk://127.0.0.1:…/test-…
 * }</pre>
 */
@NullMarked
package com.multigres.meta.testservers.zookeeper;

import org.jspecify.annotations.NullMarked;
