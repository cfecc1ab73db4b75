/**
 * The topology store on etcd v3: {@code etcd://host:2379,host:2379/multigres/cluster1/global}.
 *
 * <p>Keys, records and locks are those of the other Multigres components. {@link
 * com.multigres.meta.topo.etcd.EtcdTopoProvider} opens stores. Inside: {@code Requests} and {@code
 * Members} send to a member of the cluster, a {@code Lane} lets requests travel together, {@code
 * EtcdCalls} waits, repeats and translates; {@code Transaction}, {@code Check} and {@code Commit}
 * say a write as one transaction; {@code WatchStream} and {@code FollowedWatch} follow changes;
 * {@code Leases} and {@code LeaseKeeper} keep sessions; {@code LockQueue} and {@code EtcdLocks} are
 * the locks; a {@code Supervisor} looks after all of it.
 */
@NullMarked
package com.multigres.meta.topo.etcd;

import org.jspecify.annotations.NullMarked;
