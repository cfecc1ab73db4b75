/** Ways to a server on which accidents can happen, whoever holds the server. */
@NullMarked
package com.multigres.meta.testkit.run.internal;

import org.jspecify.annotations.NullMarked;
