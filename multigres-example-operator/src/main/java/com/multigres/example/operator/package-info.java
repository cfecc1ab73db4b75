/**
 * An operator of one's own, made with the Java Operator SDK, in which the bridge keeps each {@code
 * MultigresCluster} in step: {@link com.multigres.example.operator.ExampleOperator} starts it,
 * {@link com.multigres.example.operator.ClusterReconciler} is all that joins the two.
 */
@NullMarked
package com.multigres.example.operator;

import org.jspecify.annotations.NullMarked;
