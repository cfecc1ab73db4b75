/**
 * What catalog stores share behind the interface: how changes are judged ({@link
 * com.multigres.meta.catalog.spi.Judgement}) and how a subscription delivers ({@link
 * com.multigres.meta.catalog.spi.Follower}). Not for users.
 */
@NullMarked
package com.multigres.meta.catalog.spi;

import org.jspecify.annotations.NullMarked;
