/**
 * The topology store on ZooKeeper: {@code zk://host:2181,host:2181/multigres/cluster1/global}.
 *
 * <p>{@link com.multigres.meta.topo.zookeeper.ZooKeeperTopoProvider} opens stores. Inside: a {@code
 * Wire} is one session of the client library, the {@code Link} keeps one for all that is bound to
 * no session, and each {@code SessionWire} is an owner's; {@code Znodes}, {@code Stamp} and {@code
 * View} say how nodes lie on the servers; {@code ReadLane}, {@code Fetching} and {@code Reads}
 * read; {@code Step}, {@code Commit} and {@code Planner} say a write as one transaction, {@code
 * Attempt} and {@code Writes} see it through; {@code FollowedWatch} follows changes; {@code
 * LockQueues} and {@code ZooKeeperLocks} are the locks; {@code Identity} notices another store in
 * the place of ours.
 */
@NullMarked
package com.multigres.meta.topo.zookeeper;

import org.jspecify.annotations.NullMarked;
