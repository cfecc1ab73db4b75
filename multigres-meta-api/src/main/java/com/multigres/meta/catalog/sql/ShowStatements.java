package com.multigres.meta.catalog.sql;

import com.multigres.meta.catalog.sql.Statement.ShowDatabases;
import com.multigres.meta.catalog.sql.Statement.ShowShards;
import com.multigres.meta.catalog.sql.Statement.ShowTableGroups;
import com.multigres.meta.catalog.sql.Statement.ShowTables;
import java.util.Optional;

/** Reads the statements that show something; {@code SHOW} is PostgreSQL's for its settings. */
final class ShowStatements {
  private static final String END = "the end of the statement";

  private ShowStatements() {}

  static Statement show(Cursor cursor) {
    if (cursor.accept("databases")) {
      cursor.expectEnd(END);
      return new ShowDatabases();
    }
    if (cursor.accept("tables")) {
      Optional<String> group = cursor.accept("in") ? Optional.of(cursor.name()) : Optional.empty();
      Optional<String> database = cursor.databaseIfNamed();
      cursor.expectEnd("IN, FOR or " + END);
      return new ShowTables(group, database);
    }
    boolean groups = cursor.accept("tablegroups");
    if (!groups) {
      cursor.expect("shards");
    }
    if (cursor.peek().is('.')) {
      throw cursor.refuse(END); // a setting of an extension, whose name begins like this
    }
    cursor.ours();
    return groups ? tableGroups(cursor) : shards(cursor);
  }

  private static Statement tableGroups(Cursor cursor) {
    Optional<String> database = cursor.databaseIfNamed();
    cursor.expectEnd("FOR or " + END);
    return new ShowTableGroups(database);
  }

  private static Statement shards(Cursor cursor) {
    Optional<String> database = cursor.databaseIfNamed();
    boolean named = database.isPresent() && cursor.accept("tablegroup");
    Optional<String> group = named ? Optional.of(cursor.name()) : Optional.empty();
    String more = database.isPresent() ? "TABLEGROUP or " : "FOR or ";
    cursor.expectEnd((named ? "" : more) + END);
    return new ShowShards(database, group);
  }
}
