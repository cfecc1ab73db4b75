package com.multigres.meta.catalog.sql;

import com.multigres.meta.catalog.sql.internal.Characters;
import com.multigres.meta.catalog.sql.internal.Token.Kind;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CancelShards;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.MergeShards;
import com.multigres.meta.model.CatalogChange.RenameTableGroup;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.model.CatalogChange.SwitchShards;
import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.ShardState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads statements about tablegroups and shards; PostgreSQL knows neither word. */
final class TableGroupStatements {
  private static final String END = "the end of the statement";
  private static final String SHARD = "a shard's name in quotes";
  private static final String COUNT = "a number of shards from 1 to " + KeyRange.MAX_PARTS;
  private static final String STATES =
      Arrays.stream(ShardState.values()).map(Enum::name).collect(Collectors.joining(", "));

  private TableGroupStatements() {}

  static Statement create(Cursor cursor) {
    cursor.ours();
    boolean ifNotExists = cursor.accept("if", "not", "exists");
    String name = cursor.name();
    String database = database(cursor);
    if (cursor.accept("shards")) {
      return created(database, name, ifNotExists, cursor);
    }
    cursor.expectEnd("SHARDS or " + END);
    return change(CreateTableGroup.ofShards(database, name, 1, ifNotExists));
  }

  private static Statement created(
      String database, String name, boolean ifNotExists, Cursor cursor) {
    CatalogChange change =
        cursor.peek().kind() == Kind.NUMBER
            ? CreateTableGroup.ofShards(database, name, count(cursor), ifNotExists)
            : new CreateTableGroup(database, name, shards(cursor), ifNotExists);
    cursor.expectEnd(END);
    return change(change);
  }

  private static int count(Cursor cursor) {
    String digits = cursor.peek().value();
    int count =
        digits.length() <= 9 && digits.chars().allMatch(c -> Characters.isDigit((char) c))
            ? Integer.parseInt(digits)
            : 0;
    if (count < 1 || count > KeyRange.MAX_PARTS) {
      throw cursor.refuse(COUNT);
    }
    cursor.next();
    return count;
  }

  static Statement drop(Cursor cursor) {
    cursor.ours();
    boolean ifExists = cursor.accept("if", "exists");
    String name = cursor.name();
    String database = database(cursor);
    cursor.expectEnd(END);
    return change(new DropTableGroup(database, name, ifExists));
  }

  static Statement alter(Cursor cursor) {
    cursor.ours();
    String name = cursor.name();
    String database = database(cursor);
    CatalogChange change = action(database, name, cursor);
    cursor.expectEnd(END);
    return change(change);
  }

  private static CatalogChange action(String database, String name, Cursor cursor) {
    if (cursor.accept("rename")) {
      cursor.expect("to");
      return new RenameTableGroup(database, name, cursor.name());
    }
    if (cursor.accept("split")) {
      cursor.expect("shard");
      String shard = cursor.string(SHARD);
      cursor.expect("into");
      return new SplitShard(database, name, shard, shards(cursor));
    }
    if (cursor.accept("merge")) {
      cursor.expect("shards");
      return new MergeShards(database, name, shards(cursor));
    }
    if (cursor.accept("switch")) {
      cursor.expect("shards");
      return new SwitchShards(database, name, shards(cursor));
    }
    if (cursor.accept("cancel")) {
      cursor.expect("shards");
      return new CancelShards(database, name, shards(cursor));
    }
    throw cursor.refuse("RENAME TO, SPLIT SHARD, MERGE SHARDS, SWITCH SHARDS or CANCEL SHARDS");
  }

  static Statement setState(Cursor cursor) {
    cursor.ours();
    String shard = cursor.string(SHARD);
    cursor.expect("of");
    String tableGroup = cursor.name();
    String database = database(cursor);
    cursor.expect("set", "state");
    for (ShardState state : ShardState.values()) {
      if (cursor.accept(state.name().toLowerCase(Locale.ROOT))) {
        cursor.expectEnd(END);
        return change(new SetShardState(database, tableGroup, shard, state));
      }
    }
    throw cursor.refuse("one of " + STATES);
  }

  private static List<String> shards(Cursor cursor) {
    return cursor.strings(SHARD);
  }

  private static String database(Cursor cursor) {
    cursor.expect("for");
    return cursor.name();
  }

  private static Statement change(CatalogChange change) {
    return new Statement.Change(change);
  }
}
