package com.multigres.meta.catalog.sql;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.sql.Statement.ShowDatabases;
import com.multigres.meta.catalog.sql.Statement.ShowShards;
import com.multigres.meta.catalog.sql.Statement.ShowTableGroups;
import com.multigres.meta.catalog.sql.Statement.ShowTables;
import com.multigres.meta.catalog.sql.Statement.Showing;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.TableGroup;
import java.util.List;
import java.util.Optional;

/**
 * Answers the statements that show something.
 *
 * @param catalog what is shown
 * @param session the session's database; empty for the default one
 */
record Shows(Catalog catalog, Optional<String> session) {

  Answer answer(Showing statement) {
    if (statement instanceof ShowDatabases) {
      return new Answer.Databases(statement, List.copyOf(catalog.databases()));
    }
    Database database = database(statement.database().or(() -> session));
    if (statement instanceof ShowTables show) {
      return new Answer.Tables(statement, database, groups(database, show.tableGroup()));
    }
    if (statement instanceof ShowShards show) {
      return new Answer.Shards(statement, database, groups(database, show.tableGroup()));
    }
    if (statement instanceof ShowTableGroups) {
      return new Answer.TableGroups(statement, database, groups(database, Optional.empty()));
    }
    throw new IllegalStateException("nothing answers " + statement);
  }

  private Database database(Optional<String> name) {
    return name.map(catalog::database)
        .orElseGet(catalog::defaultDatabase)
        .orElseThrow(() -> missing("database " + name.map(Identifiers::name).orElse("by default")));
  }

  private static List<TableGroup> groups(Database database, Optional<String> name) {
    if (name.isEmpty()) {
      return List.copyOf(database.tableGroups());
    }
    return List.of(
        database
            .tableGroup(name.get())
            .orElseThrow(
                () ->
                    missing(
                        "tablegroup "
                            + Identifiers.name(name.get())
                            + " in database "
                            + Identifiers.name(database.name()))));
  }

  private static CatalogException missing(String what) {
    return CatalogException.refused(Code.NOT_FOUND, "there is no " + what);
  }
}
