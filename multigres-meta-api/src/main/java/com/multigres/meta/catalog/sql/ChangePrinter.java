package com.multigres.meta.catalog.sql;

import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CancelShards;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.MergeShards;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import com.multigres.meta.model.CatalogChange.RenameTableGroup;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.model.CatalogChange.SwitchShards;
import com.multigres.meta.model.KeyRange;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Writes the changes that have a statement, and name their database, as one. */
final class ChangePrinter {
  private static final Map<Class<? extends CatalogChange>, Form> FORMS =
      Map.ofEntries(
          form(CreateDatabase.class, CreateDatabase::name, ChangePrinter::createDatabase),
          form(
              DropDatabase.class,
              DropDatabase::name,
              drop -> "DROP DATABASE " + ifExists(drop.ifExists()) + name(drop.name())),
          form(
              RenameDatabase.class,
              RenameDatabase::name,
              to -> "ALTER DATABASE " + name(to.name()) + " RENAME TO " + name(to.newName())),
          form(CreateTableGroup.class, CreateTableGroup::database, ChangePrinter::createTableGroup),
          form(
              DropTableGroup.class,
              DropTableGroup::database,
              drop ->
                  "DROP TABLEGROUP "
                      + ifExists(drop.ifExists())
                      + in(drop.name(), drop.database())),
          form(
              RenameTableGroup.class,
              RenameTableGroup::database,
              to -> alter(to.name(), to.database()) + "RENAME TO " + name(to.newName())),
          form(
              SplitShard.class,
              SplitShard::database,
              split ->
                  alter(split.tableGroup(), split.database())
                      + "SPLIT SHARD "
                      + Identifiers.string(split.shard())
                      + " INTO "
                      + Identifiers.strings(split.into())),
          form(
              MergeShards.class,
              MergeShards::database,
              merge ->
                  alter(merge.tableGroup(), merge.database())
                      + "MERGE SHARDS "
                      + Identifiers.strings(merge.shards())),
          form(
              SwitchShards.class,
              SwitchShards::database,
              to ->
                  alter(to.tableGroup(), to.database())
                      + "SWITCH SHARDS "
                      + Identifiers.strings(to.shards())),
          form(
              CancelShards.class,
              CancelShards::database,
              cancel ->
                  alter(cancel.tableGroup(), cancel.database())
                      + "CANCEL SHARDS "
                      + Identifiers.strings(cancel.shards())),
          form(
              SetShardState.class,
              SetShardState::database,
              set ->
                  "ALTER SHARD "
                      + Identifiers.string(set.shard())
                      + " OF "
                      + in(set.tableGroup(), set.database())
                      + " SET STATE "
                      + set.state()));

  /** How a kind of change is written; the text is empty where that change cannot be. */
  private record Form(
      Function<CatalogChange, String> database, Function<CatalogChange, String> text) {}

  private ChangePrinter() {}

  private static <C extends CatalogChange> Map.Entry<Class<? extends CatalogChange>, Form> form(
      Class<C> type, Function<C, String> database, Function<C, String> text) {
    return Map.entry(
        type,
        new Form(
            change -> database.apply(type.cast(change)), change -> text.apply(type.cast(change))));
  }

  /**
   * The statement that asks for a change, if there is one.
   *
   * @throws IllegalArgumentException when a name in it cannot be written
   */
  static Optional<String> print(CatalogChange change) {
    return Optional.ofNullable(FORMS.get(change.getClass()))
        .map(form -> form.text.apply(change))
        .filter(text -> !text.isEmpty());
  }

  /** The database that a change with a statement is about. */
  static String database(CatalogChange change) {
    Form form = FORMS.get(change.getClass());
    if (form == null) {
      throw new IllegalArgumentException("there is no statement for " + change);
    }
    return form.database.apply(change);
  }

  private static String createDatabase(CreateDatabase create) {
    boolean usual = create.equals(CreateDatabase.named(create.name(), create.ifNotExists()));
    String text = "CREATE DATABASE " + ifNotExists(create.ifNotExists()) + name(create.name());
    return usual ? text : "";
  }

  private static String createTableGroup(CreateTableGroup create) {
    return "CREATE TABLEGROUP "
        + ifNotExists(create.ifNotExists())
        + in(create.name(), create.database())
        + shards(create);
  }

  private static String shards(CreateTableGroup create) {
    int count = create.shards().size();
    boolean countable = count >= 1 && count <= KeyRange.MAX_PARTS;
    boolean equal =
        countable
            && create.equals(
                CreateTableGroup.ofShards(
                    create.database(), create.name(), count, create.ifNotExists()));
    if (equal) {
      return count == 1 ? "" : " SHARDS " + count;
    }
    return " SHARDS " + Identifiers.strings(create.shards());
  }

  private static String alter(String tableGroup, String database) {
    return "ALTER TABLEGROUP " + in(tableGroup, database) + " ";
  }

  private static String in(String tableGroup, String database) {
    return name(tableGroup) + " FOR " + name(database);
  }

  private static String name(String name) {
    return Identifiers.name(name);
  }

  private static String ifExists(boolean given) {
    return given ? "IF EXISTS " : "";
  }

  private static String ifNotExists(boolean given) {
    return given ? "IF NOT EXISTS " : "";
  }
}
