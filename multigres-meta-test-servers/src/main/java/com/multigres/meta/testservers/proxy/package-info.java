/**
 * A network that fails as told: {@link com.multigres.meta.testservers.proxy.TcpProxy} between a
 * client and any server.
 */
@NullMarked
package com.multigres.meta.testservers.proxy;

import org.jspecify.annotations.NullMarked;
