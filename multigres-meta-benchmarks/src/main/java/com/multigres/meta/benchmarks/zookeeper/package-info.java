/**
 * The topology on ZooKeeper beside the plainest code on ZooKeeper's client, against one server in
 * turns: {@link com.multigres.meta.benchmarks.zookeeper.ZooKeeperRun}.
 */
@NullMarked
package com.multigres.meta.benchmarks.zookeeper;

import org.jspecify.annotations.NullMarked;
