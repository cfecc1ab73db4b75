/** The report as a page. */
@NullMarked
package com.multigres.meta.testkit.report.internal;

import org.jspecify.annotations.NullMarked;
