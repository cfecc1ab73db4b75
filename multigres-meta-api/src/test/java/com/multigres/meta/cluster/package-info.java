/** Tests of a cluster's life, on memory stores. */
@NullMarked
package com.multigres.meta.cluster;

import org.jspecify.annotations.NullMarked;
