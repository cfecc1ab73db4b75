/**
 * The catalog's statements: {@code CREATE DATABASE db1}, {@code CREATE TABLEGROUP tg1 FOR db1
 * SHARDS 2}, {@code CREATE TABLE t1 (…) IN tg1}; one reading of them for a gateway, the command and
 * tests.
 *
 * <pre>{@code
 * Reading reading = Statements.read(text);
 * if (reading instanceof Reading.Mine mine) {
 *   Answers answers = CatalogSession.on(store).run(List.of(mine.statement()), ApplyOptions.none());
 * } else if (reading instanceof Reading.NotMine notMine) {
 *   passOn(notMine.text()); // plain PostgreSQL is never an error
 * } else if (reading instanceof Reading.Malformed malformed) {
 *   refuse(malformed.error().sqlState(), malformed.error().message());
 * }
 * }</pre>
 *
 * <p>{@link com.multigres.meta.catalog.sql.Statements} reads and prints, {@link
 * com.multigres.meta.catalog.sql.Statement} is what a text says, {@link
 * com.multigres.meta.catalog.sql.CatalogSession} runs statements on any store. All of them are
 * listed in {@code docs/statements.md}.
 */
@NullMarked
package com.multigres.meta.catalog.sql;

import org.jspecify.annotations.NullMarked;
