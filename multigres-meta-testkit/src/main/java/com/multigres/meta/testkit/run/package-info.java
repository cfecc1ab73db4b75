/**
 * Runs the contract against any store on the class path, an external server's included: the same
 * classes that a backend's tests inherit, on the JUnit Platform, confined to a place of the run's
 * own that is removed at the end. {@link com.multigres.meta.testkit.run.Conformance} is the way in
 * from code, {@link com.multigres.meta.testkit.run.ConformanceMain} from a command line.
 */
@NullMarked
package com.multigres.meta.testkit.run;

import org.jspecify.annotations.NullMarked;
