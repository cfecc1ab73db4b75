/** Tests of these servers against the real thing. */
@NullMarked
package com.multigres.meta.testservers.zookeeper;

import org.jspecify.annotations.NullMarked;
