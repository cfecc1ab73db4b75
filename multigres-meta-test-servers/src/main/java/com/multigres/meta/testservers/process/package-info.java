/**
 * What the servers of our own have in common: {@link
 * com.multigres.meta.testservers.process.ServerProcess}, which tests stop, kill and pause, and how
 * a program that has no package everywhere is found or built. PostgreSQL, which has children and
 * refuses root, goes its own way.
 */
@NullMarked
package com.multigres.meta.testservers.process;

import org.jspecify.annotations.NullMarked;
