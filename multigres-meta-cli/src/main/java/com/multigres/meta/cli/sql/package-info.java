/** {@code sql}: the catalog's statements, as an argument, from a file, or at a prompt. */
@NullMarked
package com.multigres.meta.cli.sql;

import org.jspecify.annotations.NullMarked;
