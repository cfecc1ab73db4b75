package com.multigres.meta.catalog.sql;

import com.multigres.meta.catalog.sql.Statement.Change;
import com.multigres.meta.catalog.sql.Statement.CreateTable;
import com.multigres.meta.catalog.sql.Statement.SetTableGroup;
import com.multigres.meta.catalog.sql.Statement.ShowShards;
import com.multigres.meta.catalog.sql.Statement.ShowTableGroups;
import com.multigres.meta.catalog.sql.Statement.ShowTables;
import java.util.Optional;

/** Writes statements. */
final class StatementPrinter {
  private StatementPrinter() {}

  static String print(Statement statement) {
    if (statement instanceof Change change) {
      return ChangePrinter.print(change.change()).orElseThrow();
    }
    if (statement instanceof CreateTable create) {
      String clause = clause(" IN ", Optional.of(create.tableGroup())) + inDatabase(create);
      return TableStatements.withClause(create.plain(), clause);
    }
    if (statement instanceof SetTableGroup move) {
      return "ALTER TABLE "
          + Identifiers.table(move.table())
          + " SET TABLEGROUP "
          + Identifiers.name(move.tableGroup())
          + inDatabase(move);
    }
    if (statement instanceof ShowTableGroups show) {
      return "SHOW TABLEGROUPS" + clause(" FOR ", show.database());
    }
    if (statement instanceof ShowShards show) {
      return "SHOW SHARDS"
          + clause(" FOR ", show.database())
          + clause(" TABLEGROUP ", show.tableGroup());
    }
    if (statement instanceof ShowTables show) {
      return "SHOW TABLES" + clause(" IN ", show.tableGroup()) + clause(" FOR ", show.database());
    }
    return "SHOW DATABASES";
  }

  private static String inDatabase(Statement.Changing statement) {
    return clause(" FOR ", statement.database());
  }

  private static String clause(String keyword, Optional<String> name) {
    return name.map(given -> keyword + Identifiers.name(given)).orElse("");
  }
}
