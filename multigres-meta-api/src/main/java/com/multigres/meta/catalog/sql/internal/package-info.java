/**
 * PostgreSQL's lexer, for texts of statements: {@link
 * com.multigres.meta.catalog.sql.internal.Lexer} cuts them into tokens.
 */
@NullMarked
package com.multigres.meta.catalog.sql.internal;

import org.jspecify.annotations.NullMarked;
