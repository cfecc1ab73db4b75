/**
 * The command {@code multigres-meta}: {@link com.multigres.meta.cli.Main} starts it, {@link
 * com.multigres.meta.cli.MultigresMeta} is its root. Each group of commands has a package, each
 * command a file; {@code run} holds what they are given, {@code output} how they answer.
 */
@NullMarked
package com.multigres.meta.cli;

import org.jspecify.annotations.NullMarked;
