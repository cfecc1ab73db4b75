/**
 * What catalog stores share behind the interface: how changes are judged ({@link
 * com.multigres.meta.catalog.internal.Judgement}) and how a subscription delivers ({@link
 * com.multigres.meta.catalog.internal.Follower}). Not for users.
 */
@NullMarked
package com.multigres.meta.catalog.internal;

import org.jspecify.annotations.NullMarked;
