/**
 * How a store reaches the servers: a {@code Wire} is one connection of a session of the client
 * library, the {@code Link} keeps one for all that is bound to no session, {@code Identity} notices
 * another store in the place of ours; {@code Znodes}, {@code Stamp} and {@code View} say how nodes
 * lie there; {@code ReadLane}, {@code Fetching} and {@code Reads} read them, and {@code
 * Directories} are what they lie in. Nobody outside the backend uses it.
 */
@NullMarked
package com.multigres.meta.topo.zookeeper.internal;

import org.jspecify.annotations.NullMarked;
