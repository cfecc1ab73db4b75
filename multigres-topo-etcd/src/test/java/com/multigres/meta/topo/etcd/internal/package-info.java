/** What etcd's requests are made of, one piece at a time. */
@NullMarked
package com.multigres.meta.topo.etcd.internal;

import org.jspecify.annotations.NullMarked;
