/** The catalog as JSON and as a tree: what is shown, exported and imported. */
@NullMarked
package com.multigres.meta.cli.catalog.document;

import org.jspecify.annotations.NullMarked;
