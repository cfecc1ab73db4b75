package com.multigres.meta.catalog.sql;

import com.multigres.meta.catalog.sql.Statement.CreateTable;
import com.multigres.meta.catalog.sql.Statement.SetTableGroup;
import com.multigres.meta.catalog.sql.internal.Lexer;
import com.multigres.meta.catalog.sql.internal.Token;
import com.multigres.meta.model.TableName;
import java.util.List;
import java.util.Optional;

/** Reads and writes statements about tables: PostgreSQL's own, with a clause of ours. */
final class TableStatements {
  private static final String TABLE = "[schema.]table";

  private TableStatements() {}

  /** Goes behind the first words of a statement that creates a lasting table. */
  static boolean sees(Cursor cursor) {
    return cursor.accept("create", "table") || cursor.accept("create", "unlogged", "table");
  }

  static Statement create(StatementParser.Source source, Cursor cursor) {
    boolean ifNotExists = cursor.accept("if", "not", "exists");
    TableName table = table(cursor);
    InClause clause = InClause.of(cursor).orElseThrow(() -> cursor.refuse("IN and a tablegroup"));
    String plain = clause.cutFrom(source);
    if (!isOf(plain, table, ifNotExists)) {
      throw cursor.refuse("one IN clause");
    }
    return new CreateTable(table, ifNotExists, clause.tableGroup(), clause.database(), plain);
  }

  static Statement alter(Cursor cursor) {
    Token first = cursor.peek();
    boolean ifExists = cursor.accept("if", "exists");
    boolean only = cursor.accept("only");
    List<String> name = cursor.qualifiedName();
    boolean inherited = cursor.accept('*');
    cursor.expect("set", "tablegroup");
    cursor.ours();
    if (ifExists || only || inherited || name.size() > 2) {
      throw Cursor.refuse(first, TABLE + " and nothing else before SET TABLEGROUP");
    }
    String tableGroup = cursor.name();
    Optional<String> database = cursor.databaseIfNamed();
    cursor.expectEnd(database.isPresent() ? "the end of the statement" : "FOR or the end");
    return new SetTableGroup(table(name), tableGroup, database);
  }

  private static TableName table(Cursor cursor) {
    List<String> name = cursor.qualifiedName();
    if (name.size() > 2) {
      throw cursor.refuse(TABLE);
    }
    return table(name);
  }

  private static TableName table(List<String> name) {
    return name.size() == 1 ? TableName.of(name.get(0)) : new TableName(name.get(0), name.get(1));
  }

  /** Whether a text creates this table, and does not place it. */
  static boolean isOf(String plain, TableName table, boolean ifNotExists) {
    Cursor cursor = new Cursor(new Lexer(plain, 0, plain.length()));
    try {
      return sees(cursor)
          && cursor.accept("if", "not", "exists") == ifNotExists
          && table(cursor).equals(table)
          && InClause.of(cursor).isEmpty();
    } catch (Refusal refusal) {
      return false;
    }
  }

  /** A table's own statement with a clause behind its last token. */
  static String withClause(String plain, String clause) {
    Lexer lexer = new Lexer(plain, 0, plain.length());
    int end = 0;
    for (Token token = lexer.next(); token.kind() != Token.Kind.END; token = lexer.next()) {
      end = token.is(';') ? end : token.end();
    }
    return plain.substring(0, end) + clause + plain.substring(end);
  }
}
