/** The proxy, tested. */
@NullMarked
package com.multigres.meta.testkit.proxy;

import org.jspecify.annotations.NullMarked;
