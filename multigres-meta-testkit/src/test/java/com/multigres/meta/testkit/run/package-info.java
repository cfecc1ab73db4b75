@NullMarked
package com.multigres.meta.testkit.run;

import org.jspecify.annotations.NullMarked;
