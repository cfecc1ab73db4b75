/**
 * Real servers for tests and for the command's demo.
 *
 * <pre>{@code
 * @RegisterExtension static final PostgresExtension postgres = PostgresExtension.shared();
 *
 * try (PostgresDatabase database = postgres.freshDatabase()) {
 *   DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
 * }
 * }</pre>
 *
 * <p>A server is somebody's own where a variable names one, otherwise embedded, otherwise a
 * container. Where none of these works, tests do not pass by skipping: they are reported as {@code
 * NOT RUN} with the command that would provide the server.
 */
@NullMarked
package com.multigres.meta.testservers;

import org.jspecify.annotations.NullMarked;
