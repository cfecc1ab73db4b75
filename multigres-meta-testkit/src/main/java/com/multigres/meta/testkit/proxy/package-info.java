/**
 * A network that fails as told: {@link com.multigres.meta.testkit.proxy.TcpProxy} between a client
 * and any server.
 */
@NullMarked
package com.multigres.meta.testkit.proxy;

import org.jspecify.annotations.NullMarked;
