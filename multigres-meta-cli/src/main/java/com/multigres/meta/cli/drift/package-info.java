/** {@code drift}: where the places of a cluster differ. */
@NullMarked
package com.multigres.meta.cli.drift;

import org.jspecify.annotations.NullMarked;
