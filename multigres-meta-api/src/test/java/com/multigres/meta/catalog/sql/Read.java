package com.multigres.meta.catalog.sql;

import com.multigres.meta.model.CatalogChange;

/** Reads texts of which a test knows what they are. */
final class Read {
  private Read() {}

  static Statement mine(String text) {
    if (Statements.read(text) instanceof Reading.Mine mine) {
      return mine.statement();
    }
    throw new AssertionError(text + " is read as " + Statements.read(text));
  }

  /** The change of a statement in a session whose database is {@code here}. */
  static CatalogChange change(String text) {
    if (mine(text) instanceof Statement.Changing changing) {
      return changing.change("here");
    }
    throw new AssertionError(text + " changes nothing");
  }

  static SyntaxError error(String text) {
    if (Statements.read(text) instanceof Reading.Malformed malformed) {
      return malformed.error();
    }
    throw new AssertionError(text + " is read as " + Statements.read(text));
  }

  static Reading.NotMine notMine(String text) {
    if (Statements.read(text) instanceof Reading.NotMine notMine) {
      return notMine;
    }
    throw new AssertionError(text + " is read as " + Statements.read(text));
  }
}
