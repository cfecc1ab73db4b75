/** What the pages of the project show, compiled and as far as it can be run. */
@NullMarked
package com.multigres.meta.testkit.documented;

import org.jspecify.annotations.NullMarked;
