/**
 * How requests travel to etcd and back: {@code EtcdCalls} waits, repeats and translates; a {@code
 * Lane} lets what is asked meanwhile travel with the next request; {@code Requests} and {@code
 * Members} send to one member of the cluster; a {@code WatchStream} brings changes. Nobody outside
 * the backend uses it.
 */
@NullMarked
package com.multigres.meta.topo.etcd.internal;

import org.jspecify.annotations.NullMarked;
