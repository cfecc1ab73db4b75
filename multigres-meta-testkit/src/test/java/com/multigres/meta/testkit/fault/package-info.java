/** The schedules of faults, tested. */
@NullMarked
package com.multigres.meta.testkit.fault;

import org.jspecify.annotations.NullMarked;
