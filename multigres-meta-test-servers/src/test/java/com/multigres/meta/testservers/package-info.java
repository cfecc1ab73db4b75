/** The test servers, tested. */
@NullMarked
package com.multigres.meta.testservers;

import org.jspecify.annotations.NullMarked;
