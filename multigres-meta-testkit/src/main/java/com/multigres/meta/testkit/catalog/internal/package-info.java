/** What the rules of a catalog are written with; no part of the kit's interface. */
@NullMarked
package com.multigres.meta.testkit.catalog.internal;

import org.jspecify.annotations.NullMarked;
