/**
 * What every command is given: {@link com.multigres.meta.cli.run.Context}, with the options that
 * all commands share, the stores they name, and where answers go.
 */
@NullMarked
package com.multigres.meta.cli.run;

import org.jspecify.annotations.NullMarked;
