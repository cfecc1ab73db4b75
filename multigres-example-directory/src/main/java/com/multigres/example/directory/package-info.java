/**
 * An example of a backend: a topology in a directory of files on one machine, for as many processes
 * as like. {@code docs/writing-a-backend.md} walks through it.
 *
 * <p>{@code NodeFiles} is what lies in the directory, {@code SharedDirectory} the state that all
 * stores of a process share, {@code DirectoryTopoStore} one store. Everything else comes from
 * {@code com.multigres.meta.topo.spi}.
 */
@NullMarked
package com.multigres.example.directory;

import org.jspecify.annotations.NullMarked;
