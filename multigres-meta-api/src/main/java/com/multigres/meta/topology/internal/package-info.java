/** Parts of the typed topology that are not for users of the library. */
@NullMarked
package com.multigres.meta.topology.internal;

import org.jspecify.annotations.NullMarked;
