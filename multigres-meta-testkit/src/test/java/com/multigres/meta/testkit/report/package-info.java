@NullMarked
package com.multigres.meta.testkit.report;

import org.jspecify.annotations.NullMarked;
