/** The live view on real servers. */
@NullMarked
package com.multigres.meta.postgres.view;

import org.jspecify.annotations.NullMarked;
