/**
 * Real etcd servers: one shared by all tests, one of a class's own, or three members.
 *
 * <pre>{@code
 * @RegisterExtension static final EtcdExtension etcd = EtcdExtension.shared();
 *
 * EtcdRoot root = etcd.freshRoot(); // its keys go after the test
 * TopoStores.open(root.uri());      // etcd://127.0.0.1:…/test-…
 * }</pre>
 */
@NullMarked
package com.multigres.meta.testservers.etcd;

import org.jspecify.annotations.NullMarked;
