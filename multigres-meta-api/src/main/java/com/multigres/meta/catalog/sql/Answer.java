package com.multigres.meta.catalog.sql;

import com.multigres.meta.model.Database;
import com.multigres.meta.model.TableGroup;
import java.util.List;

/** What came of one statement. Immutable. */
public sealed interface Answer {

  /**
   * The statement.
   *
   * @return what was run
   */
  Statement statement();

  /**
   * The statement was applied, together with all others of its list. Whether that altered anything
   * says {@link Answers#changed()}.
   *
   * @param statement what was run
   */
  record Changed(Statement.Changing statement) implements Answer {}

  /**
   * The catalog's databases.
   *
   * @param statement what was run
   * @param databases the databases by name
   */
  record Databases(Statement.Showing statement, List<Database> databases) implements Answer {
    /** Keeps a copy of the list. */
    public Databases {
      databases = List.copyOf(databases);
    }
  }

  /**
   * A database's tablegroups.
   *
   * @param statement what was run
   * @param database the database
   * @param tableGroups its tablegroups by name
   */
  record TableGroups(Statement.Showing statement, Database database, List<TableGroup> tableGroups)
      implements Answer {
    /** Keeps a copy of the list. */
    public TableGroups {
      tableGroups = List.copyOf(tableGroups);
    }
  }

  /**
   * The shards of some of a database's tablegroups, those of every placement.
   *
   * @param statement what was run
   * @param database the database
   * @param tableGroups the tablegroups, which hold the shards
   */
  record Shards(Statement.Showing statement, Database database, List<TableGroup> tableGroups)
      implements Answer {
    /** Keeps a copy of the list. */
    public Shards {
      tableGroups = List.copyOf(tableGroups);
    }
  }

  /**
   * The tables placed in some of a database's tablegroups.
   *
   * @param statement what was run
   * @param database the database, which knows the tables: {@link Database#tablesOf}
   * @param tableGroups the tablegroups
   */
  record Tables(Statement.Showing statement, Database database, List<TableGroup> tableGroups)
      implements Answer {
    /** Keeps a copy of the list. */
    public Tables {
      tableGroups = List.copyOf(tableGroups);
    }
  }
}
