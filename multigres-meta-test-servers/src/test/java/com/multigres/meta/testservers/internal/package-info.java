/** Tests of what all servers of our own share. */
@NullMarked
package com.multigres.meta.testservers.internal;

import org.jspecify.annotations.NullMarked;
