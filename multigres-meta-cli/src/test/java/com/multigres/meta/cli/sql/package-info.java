/** Tests of the prompt. */
@NullMarked
package com.multigres.meta.cli.sql;

import org.jspecify.annotations.NullMarked;
