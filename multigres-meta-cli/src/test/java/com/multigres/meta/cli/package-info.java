/** The command, tested. */
@NullMarked
package com.multigres.meta.cli;

import org.jspecify.annotations.NullMarked;
