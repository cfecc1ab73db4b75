/**
 * What the command says and how: {@link com.multigres.meta.cli.output.Answer} is a result in both
 * its forms, {@link com.multigres.meta.cli.output.Console} the one place that prints.
 */
@NullMarked
package com.multigres.meta.cli.output;

import org.jspecify.annotations.NullMarked;
