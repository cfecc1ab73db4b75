/** What the page about tests shows, compiled and as far as it can be run. */
@NullMarked
package com.multigres.meta.testservers.documented;

import org.jspecify.annotations.NullMarked;
