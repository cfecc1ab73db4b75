/**
 * The topology on etcd beside the plainest code on jetcd, against one server in turns: {@link
 * com.multigres.meta.benchmarks.etcd.EtcdRun}.
 */
@NullMarked
package com.multigres.meta.benchmarks.etcd;

import org.jspecify.annotations.NullMarked;
