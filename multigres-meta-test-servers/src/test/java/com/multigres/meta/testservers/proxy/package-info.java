/** The proxy, tested. */
@NullMarked
package com.multigres.meta.testservers.proxy;

import org.jspecify.annotations.NullMarked;
