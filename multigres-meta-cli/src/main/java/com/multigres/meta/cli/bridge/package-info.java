/** {@code bridge}: catalog, resource and topology in step. */
@NullMarked
package com.multigres.meta.cli.bridge;

import org.jspecify.annotations.NullMarked;
