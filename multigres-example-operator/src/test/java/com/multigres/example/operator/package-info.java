/** The example, on real servers. */
@NullMarked
package com.multigres.example.operator;

import org.jspecify.annotations.NullMarked;
