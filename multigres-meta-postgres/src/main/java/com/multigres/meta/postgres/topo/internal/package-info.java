/**
 * What is said to the database and what it answers: keys, requests and their fate, reads, the log,
 * sessions as rows, and the hidden area's making. Not for users of the library.
 *
 * <p>The two files of SQL beside this package are the area itself: {@code tables-1.sql} and {@code
 * functions-1.sql}.
 */
@NullMarked
package com.multigres.meta.postgres.topo.internal;

import org.jspecify.annotations.NullMarked;
