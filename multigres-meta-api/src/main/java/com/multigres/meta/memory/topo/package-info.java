/**
 * The topology store in memory, the reference that the others are compared with.
 *
 * <p>{@code memory://NAME/ROOT} opens a store on the server of that name; all who open the same
 * name in one JVM share its tree, and different roots see different parts of it (rule T4). The tree
 * goes when the last of them closes, unless one of them said {@code ?keep=true}: then it stays
 * until the JVM ends.
 *
 * <p>A test takes {@link com.multigres.meta.memory.topo.MemoryTopoServer#named} and does to the
 * server what otherwise only happens at night: stop, start, pause, wipe, cut a client off, lose a
 * reply, end an owner without farewell.
 */
@NullMarked
package com.multigres.meta.memory.topo;

import org.jspecify.annotations.NullMarked;
