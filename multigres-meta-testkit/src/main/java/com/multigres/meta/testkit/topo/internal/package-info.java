/** What the rules of load and the random comparison do to stores; not for use elsewhere. */
@NullMarked
package com.multigres.meta.testkit.topo.internal;

import org.jspecify.annotations.NullMarked;
