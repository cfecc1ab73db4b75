/** What all commands share that change the catalog: options, the names of what they change. */
@NullMarked
package com.multigres.meta.cli.change;

import org.jspecify.annotations.NullMarked;
