/** Tests of what all stores have in common. */
@NullMarked
package com.multigres.meta.store;

import org.jspecify.annotations.NullMarked;
