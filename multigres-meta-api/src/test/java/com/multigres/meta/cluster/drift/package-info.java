/** Tests of what is shown as drift. */
@NullMarked
package com.multigres.meta.cluster.drift;

import org.jspecify.annotations.NullMarked;
