/** Stores that break one rule each, and the proof that the contract notices. */
@NullMarked
package com.multigres.meta.testkit.topo.broken;

import org.jspecify.annotations.NullMarked;
