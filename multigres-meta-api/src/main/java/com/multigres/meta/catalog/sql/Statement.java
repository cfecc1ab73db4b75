package com.multigres.meta.catalog.sql;

import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.MoveTable;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.TableName;
import java.util.Optional;

/**
 * One statement about the catalog. A value that can be written as text: {@link Statements#print}
 * and {@link Statements#read} are each other's inverse.
 *
 * <p>Where a statement may leave its database out, the session's is meant.
 */
public sealed interface Statement {

  /** A statement that changes the catalog. */
  sealed interface Changing extends Statement {

    /**
     * The change that the statement asks for (rule C3).
     *
     * @param sessionDatabase the database that is meant where the statement names none
     * @return the change
     */
    CatalogChange change(String sessionDatabase);

    /**
     * The database that the statement names.
     *
     * @return its name; empty where the session's is meant
     */
    Optional<String> database();
  }

  /** A statement that reads the catalog. */
  sealed interface Showing extends Statement {

    /**
     * The database that the statement names.
     *
     * @return its name; empty where the session's, or none in particular, is meant
     */
    Optional<String> database();
  }

  /**
   * A change that names its database: creating, dropping and renaming databases and tablegroups,
   * and what can be done with shards.
   *
   * @param change the change
   */
  record Change(CatalogChange change) implements Changing {
    /**
     * A change as a statement.
     *
     * @throws IllegalArgumentException when no such statement can be written: for changes that have
     *     none, databases with unusual names below them, and names that no identifier can say
     */
    public Change {
      if (ChangePrinter.print(change).isEmpty()) {
        throw new IllegalArgumentException("there is no statement for " + change);
      }
    }

    @Override
    public CatalogChange change(String sessionDatabase) {
      return change;
    }

    /** {@return the database that the change is about} */
    @Override
    public Optional<String> database() {
      return Optional.of(ChangePrinter.database(change));
    }
  }

  /**
   * {@code CREATE TABLE … IN tablegroup}: places a table; its shards create it.
   *
   * @param table the table
   * @param ifNotExists whether a table that is placed already is no error
   * @param tableGroup where it goes
   * @param database the tablegroup's database; empty for the session's
   * @param plain the statement for the shards to run: the text as it was, without the {@code IN}
   *     clause
   */
  record CreateTable(
      TableName table,
      boolean ifNotExists,
      String tableGroup,
      Optional<String> database,
      String plain)
      implements Changing {
    /**
     * A placement.
     *
     * @throws IllegalArgumentException when {@code plain} is not a {@code CREATE TABLE} of this
     *     table without an {@code IN} clause, or when a name cannot be written
     */
    public CreateTable {
      if (!TableStatements.isOf(plain, table, ifNotExists)) {
        throw new IllegalArgumentException("the text does not create table " + table + " alone");
      }
      Identifiers.name(tableGroup);
      database.ifPresent(Identifiers::name);
    }

    @Override
    public PlaceTable change(String sessionDatabase) {
      return new PlaceTable(database.orElse(sessionDatabase), table, tableGroup, ifNotExists);
    }
  }

  /**
   * {@code ALTER TABLE … SET TABLEGROUP}: moves a placed table.
   *
   * @param table the table
   * @param tableGroup where it goes
   * @param database the tablegroup's database; empty for the session's
   */
  record SetTableGroup(TableName table, String tableGroup, Optional<String> database)
      implements Changing {
    /**
     * A move.
     *
     * @throws IllegalArgumentException when a name cannot be written
     */
    public SetTableGroup {
      Identifiers.table(table);
      Identifiers.name(tableGroup);
      database.ifPresent(Identifiers::name);
    }

    @Override
    public MoveTable change(String sessionDatabase) {
      return new MoveTable(database.orElse(sessionDatabase), table, tableGroup);
    }
  }

  /** {@code SHOW DATABASES}. */
  record ShowDatabases() implements Showing {
    /** {@return nothing: it is about all of them} */
    @Override
    public Optional<String> database() {
      return Optional.empty();
    }
  }

  /**
   * {@code SHOW TABLEGROUPS}.
   *
   * @param database whose; empty for the session's
   */
  record ShowTableGroups(Optional<String> database) implements Showing {
    /**
     * A list of tablegroups.
     *
     * @throws IllegalArgumentException when the name cannot be written
     */
    public ShowTableGroups {
      database.ifPresent(Identifiers::name);
    }
  }

  /**
   * {@code SHOW SHARDS}.
   *
   * @param database whose; empty for the session's
   * @param tableGroup of which tablegroup; empty for all of them
   */
  record ShowShards(Optional<String> database, Optional<String> tableGroup) implements Showing {
    /**
     * A list of shards.
     *
     * @throws IllegalArgumentException when a tablegroup is named without its database, or a name
     *     cannot be written
     */
    public ShowShards {
      if (tableGroup.isPresent() && database.isEmpty()) {
        throw new IllegalArgumentException("SHOW SHARDS names a tablegroup only behind a database");
      }
      database.ifPresent(Identifiers::name);
      tableGroup.ifPresent(Identifiers::name);
    }
  }

  /**
   * {@code SHOW TABLES}.
   *
   * @param tableGroup of which tablegroup; empty for all of them
   * @param database whose; empty for the session's
   */
  record ShowTables(Optional<String> tableGroup, Optional<String> database) implements Showing {
    /**
     * A list of placed tables.
     *
     * @throws IllegalArgumentException when a name cannot be written
     */
    public ShowTables {
      tableGroup.ifPresent(Identifiers::name);
      database.ifPresent(Identifiers::name);
    }
  }
}
