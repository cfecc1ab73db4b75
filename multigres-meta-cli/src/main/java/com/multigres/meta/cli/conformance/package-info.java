/**
 * The commands {@code conformance}, the testkit against any store, and {@code check-history}, which
 * judges once more what clients did in it.
 */
@NullMarked
package com.multigres.meta.cli.conformance;

import org.jspecify.annotations.NullMarked;
