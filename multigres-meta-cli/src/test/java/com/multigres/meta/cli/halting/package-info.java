/** Stores that end the process at one of their writes, as a kill at that moment would. */
@NullMarked
package com.multigres.meta.cli.halting;

import org.jspecify.annotations.NullMarked;
