/** The command {@code conformance}: the testkit against any store. */
@NullMarked
package com.multigres.meta.cli.conformance;

import org.jspecify.annotations.NullMarked;
