/**
 * The contracts of the stores as tests: extend the contract's class, say how to open a store, and
 * every rule is checked. {@link com.multigres.meta.testkit.Rule} says which one a test is about,
 * and {@link com.multigres.meta.testkit.Fault} what may befall a server and its clients meanwhile.
 */
@NullMarked
package com.multigres.meta.testkit;

import org.jspecify.annotations.NullMarked;
