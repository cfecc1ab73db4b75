/**
 * What a run finds out about a store beside its rules: how much it takes, and how long it takes.
 */
@NullMarked
package com.multigres.meta.testkit.run.measure;

import org.jspecify.annotations.NullMarked;
