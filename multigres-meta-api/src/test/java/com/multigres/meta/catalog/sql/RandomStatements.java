package com.multigres.meta.catalog.sql;

import com.multigres.meta.catalog.sql.Statement.Change;
import com.multigres.meta.catalog.sql.Statement.SetTableGroup;
import com.multigres.meta.catalog.sql.Statement.ShowDatabases;
import com.multigres.meta.catalog.sql.Statement.ShowShards;
import com.multigres.meta.catalog.sql.Statement.ShowTableGroups;
import com.multigres.meta.catalog.sql.Statement.ShowTables;
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
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Statements of every kind, with every kind of name. */
final class RandomStatements {
  static final int KINDS = 17;

  private static final List<ShardState> STATES = List.of(ShardState.values());
  private static final List<String> NAMES =
      List.of(
          "d",
          "db1",
          "public",
          "select",
          "in",
          "for",
          "if",
          "shards",
          "tablegroup",
          "Db",
          "a b",
          "\"",
          "'",
          "\\",
          "$$",
          "$x$",
          "--",
          "/*",
          "*/",
          ";",
          "(",
          ")",
          "é",
          "ß",
          "İ",
          "日本",
          "\uD83D\uDE00",
          "\u00a0",
          "\n",
          "\t",
          "\u0001",
          "U&",
          "E'",
          "1",
          "x$1",
          "0-8",
          "8-inf",
          "uescape",
          "exists",
          "x".repeat(63),
          "x".repeat(200));
  private static final List<String> BODIES =
      List.of(
          "(id int)",
          "(a text DEFAULT 'IN g;', \"IN\" int)",
          "(a int) WITH (fillfactor = 70) TABLESPACE t",
          " AS SELECT $$IN g$$ FROM (VALUES (1)) v -- IN g\n",
          "(a int) PARTITION BY LIST (a) /* IN g */",
          "");

  private final Random random;

  RandomStatements(Random random) {
    this.random = random;
  }

  Statement next() {
    return of(random.nextInt(KINDS));
  }

  Statement of(int kind) {
    boolean flag = random.nextBoolean();
    return switch (kind) {
      case 0 -> new Change(CreateDatabase.named(name(), flag));
      case 1 -> new Change(new DropDatabase(name(), flag));
      case 2 -> new Change(new RenameDatabase(name(), name()));
      case 3 -> new Change(new CreateTableGroup(name(), name(), shards(), flag));
      case 4 -> new Change(CreateTableGroup.ofShards(name(), name(), count(), flag));
      case 5 -> new Change(new DropTableGroup(name(), name(), flag));
      case 6 -> new Change(new RenameTableGroup(name(), name(), name()));
      case 7 -> new Change(new SplitShard(name(), name(), shard(), shards()));
      case 8 -> new Change(new MergeShards(name(), name(), shards()));
      case 9 -> new Change(new SwitchShards(name(), name(), shards()));
      case 10 -> new Change(new CancelShards(name(), name(), shards()));
      case 11 -> new Change(new SetShardState(name(), name(), shard(), state()));
      case 12 -> new SetTableGroup(table(), name(), maybe());
      case 13 -> new ShowTables(maybe(), maybe());
      case 14 -> new ShowTableGroups(maybe());
      case 15 -> showShards();
      case 16 -> flag ? new ShowDatabases() : createTable();
      default -> throw new AssertionError("no kind " + kind);
    };
  }

  private Statement showShards() {
    Optional<String> database = maybe();
    return new ShowShards(database, database.isPresent() ? maybe() : Optional.empty());
  }

  private Statement createTable() {
    TableName table = table();
    boolean ifNotExists = random.nextBoolean();
    String plain =
        (random.nextBoolean() ? "/* ; */ create table " : "CREATE  UNLOGGED\nTABLE ")
            + (ifNotExists ? "IF NOT EXISTS " : "")
            + Identifiers.table(table)
            + BODIES.get(random.nextInt(BODIES.size()))
            + (random.nextBoolean() ? "" : random.nextBoolean() ? ";" : " ; -- end");
    return new Statement.CreateTable(table, ifNotExists, name(), maybe(), plain);
  }

  String name() {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    return random.nextInt(4) > 0 ? name : name + NAMES.get(random.nextInt(NAMES.size()));
  }

  private String shard() {
    return random.nextInt(20) == 0 ? "" : name();
  }

  private Optional<String> maybe() {
    return random.nextBoolean() ? Optional.of(name()) : Optional.empty();
  }

  private TableName table() {
    return random.nextBoolean() ? TableName.of(name()) : new TableName(name(), name());
  }

  private int count() {
    return random.nextInt(500) == 0 ? 65_536 : 1 + random.nextInt(9);
  }

  private List<String> shards() {
    List<String> shards = new ArrayList<>();
    do {
      shards.add(shard());
    } while (random.nextInt(3) > 0);
    return shards;
  }

  private ShardState state() {
    return STATES.get(random.nextInt(STATES.size()));
  }
}
