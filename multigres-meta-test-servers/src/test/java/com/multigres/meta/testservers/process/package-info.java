/** Tests of these servers against the real thing. */
@NullMarked
package com.multigres.meta.testservers.process;

import org.jspecify.annotations.NullMarked;
