/** The contract, run on a directory. */
@NullMarked
package com.multigres.example.directory;

import org.jspecify.annotations.NullMarked;
