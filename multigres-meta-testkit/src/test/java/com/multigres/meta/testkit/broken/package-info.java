/** How the contracts are tested themselves: by stores that break one rule each. */
@NullMarked
package com.multigres.meta.testkit.broken;

import org.jspecify.annotations.NullMarked;
