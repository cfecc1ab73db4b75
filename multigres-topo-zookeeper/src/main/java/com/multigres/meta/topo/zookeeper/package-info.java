/**
 * The topology store on ZooKeeper: {@code zk://host:2181,host:2181/multigres/cluster1/global}.
 *
 * <p>{@link com.multigres.meta.topo.zookeeper.ZooKeeperTopoProvider} opens stores. Inside: each
 * {@code SessionWire} is an owner's session; {@code Step}, {@code Commit} and {@code Planner} say a
 * write as one transaction, {@code Attempt} and {@code Writes} see it through; {@code
 * FollowedWatch} follows changes; {@code LockQueues} and {@code ZooKeeperLocks} are the locks. How
 * the servers are reached and read is a package of its own.
 */
@NullMarked
package com.multigres.meta.topo.zookeeper;

import org.jspecify.annotations.NullMarked;
