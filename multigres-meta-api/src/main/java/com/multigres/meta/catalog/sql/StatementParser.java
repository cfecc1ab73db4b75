package com.multigres.meta.catalog.sql;

import com.multigres.meta.catalog.sql.internal.Lexer;
import java.util.Optional;

/** Finds out which kind of statement a text is, and reads it. */
final class StatementParser {
  private StatementParser() {}

  /** Reads a statement in a text; so many characters of the text stand before it. */
  static Reading read(Source source, int before) {
    Cursor cursor = new Cursor(new Lexer(source.text, source.from, source.to));
    try {
      return statement(source, cursor);
    } catch (Refusal refusal) {
      if (!cursor.isOurs()) {
        return new Reading.NotMine(source.part(), Optional.empty());
      }
      SyntaxError error =
          SyntaxError.at(source.text, source.from, before, refusal.token(), refusal.expected());
      return new Reading.Malformed(source.part(), error);
    }
  }

  private static Reading statement(Source source, Cursor cursor) {
    if (cursor.accept("create", "database")) {
      return DatabaseStatements.create(source, cursor);
    }
    return new Reading.Mine(certain(source, cursor));
  }

  private static Statement certain(Source source, Cursor cursor) {
    if (cursor.accept("drop", "database")) {
      return DatabaseStatements.drop(cursor);
    }
    if (cursor.accept("alter", "database")) {
      return DatabaseStatements.rename(cursor);
    }
    if (cursor.accept("create", "tablegroup")) {
      return TableGroupStatements.create(cursor);
    }
    if (cursor.accept("drop", "tablegroup")) {
      return TableGroupStatements.drop(cursor);
    }
    if (cursor.accept("alter", "tablegroup")) {
      return TableGroupStatements.alter(cursor);
    }
    if (cursor.accept("alter", "shard")) {
      return TableGroupStatements.setState(cursor);
    }
    if (TableStatements.sees(cursor)) {
      return TableStatements.create(source, cursor);
    }
    if (cursor.accept("alter", "table")) {
      return TableStatements.alter(cursor);
    }
    if (cursor.accept("show")) {
      return ShowStatements.show(cursor);
    }
    throw cursor.refuse("a catalog statement");
  }

  /**
   * A statement in a text.
   *
   * @param text the whole text
   * @param from where the statement begins
   * @param to the index behind it
   */
  record Source(String text, int from, int to) {
    String part() {
      return text.substring(from, to);
    }
  }
}
