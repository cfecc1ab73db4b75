package com.multigres.meta.catalog.sql;

import com.multigres.meta.catalog.sql.internal.Token.Kind;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import java.util.Optional;

/** Reads statements about databases; all of them are PostgreSQL's own too. */
final class DatabaseStatements {
  private static final String OPTION = "an option of CREATE DATABASE";

  private DatabaseStatements() {}

  static Reading create(StatementParser.Source source, Cursor cursor) {
    boolean ifNotExists = cursor.accept("if", "not", "exists");
    CreateDatabase change = CreateDatabase.named(cursor.name(), ifNotExists);
    if (cursor.atEnd()) {
      return new Reading.Mine(new Statement.Change(change));
    }
    cursor.accept("with");
    while (!cursor.atEnd()) {
      option(cursor);
    }
    return new Reading.NotMine(source.part(), Optional.of(change));
  }

  /** {@code OWNER [=] x}: a word, and a word, string or number. */
  private static void option(Cursor cursor) {
    if (!cursor.accept("connection", "limit") && cursor.next().kind() != Kind.WORD) {
      throw cursor.refuse(OPTION);
    }
    cursor.accept('=');
    if (!cursor.accept('-')) {
      cursor.accept('+');
    }
    switch (cursor.peek().kind()) {
      case WORD, QUOTED, STRING, NUMBER -> cursor.next();
      default -> throw cursor.refuse(OPTION);
    }
  }

  static Statement drop(Cursor cursor) {
    boolean ifExists = cursor.accept("if", "exists");
    String name = cursor.name();
    cursor.expectEnd("the end of the statement");
    return new Statement.Change(new DropDatabase(name, ifExists));
  }

  static Statement rename(Cursor cursor) {
    String name = cursor.name();
    cursor.expect("rename", "to");
    String newName = cursor.name();
    cursor.expectEnd("the end of the statement");
    return new Statement.Change(new RenameDatabase(name, newName));
  }
}
