package com.multigres.meta.postgres.catalog.internal;

import com.google.common.io.BaseEncoding;
import com.google.protobuf.ByteString;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogBuilder;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.ShardPlacement;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.model.TableName;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A catalog as the rows of its tables, spelled as the log spells them: for rolling it on over
 * changes that were made by hand, and back to an earlier generation. Not thread-safe.
 */
final class CatalogRows {
  private static final Set<String> KINDS =
      Set.of("settings", "database", "tablegroup", "shard", "placed_table");

  private final Map<String, @Nullable String[]> databases = new HashMap<>();
  private final Map<String, @Nullable String[]> groups = new HashMap<>();
  private final Map<String, @Nullable String[]> shards = new HashMap<>();
  private final Map<String, @Nullable String[]> tables = new HashMap<>();
  private String authority;

  private CatalogRows(Authority authority) {
    this.authority = authority.name();
  }

  static CatalogRows of(Catalog catalog) {
    CatalogRows rows = new CatalogRows(catalog.authority());
    for (Database database : catalog.databases()) {
      rows.put(
          "database",
          Long.toString(database.id()),
          database.name(),
          database.externalName(),
          Boolean.toString(database.isDefault()),
          Boolean.toString(database.isDropping()));
      for (TableGroup group : database.tableGroups()) {
        rows.add(database, group);
      }
      for (TableName table : database.tables()) {
        long group = database.tableGroupOf(table).map(TableGroup::id).orElse(0L);
        rows.put(
            "placed_table",
            Long.toString(database.id()),
            Long.toString(group),
            table.schema(),
            table.name());
      }
    }
    return rows;
  }

  private void add(Database database, TableGroup group) {
    put(
        "tablegroup",
        Long.toString(group.id()),
        Long.toString(database.id()),
        group.name(),
        group.externalName(),
        Boolean.toString(group.isDefault()),
        Boolean.toString(group.isDropping()));
    for (Shard shard : group.shards()) {
      put(
          "shard",
          Long.toString(shard.id()),
          Long.toString(group.id()),
          shard.name(),
          shard.externalName(),
          shard.range().startsOpen() ? null : shard.range().startHex(),
          shard.range().endsOpen() ? null : shard.range().endHex(),
          shard.placement().name(),
          shard.state().name(),
          Long.toString(shard.reshardingId()));
    }
  }

  /**
   * Replaces one row by another; null stands for none. A newer library's table says nothing of what
   * this one knows (P3).
   */
  void replace(String kind, @Nullable String @Nullable [] from, @Nullable String @Nullable [] to) {
    if (!KINDS.contains(kind)) {
      return;
    }
    if (from != null && !kind.equals("settings")) {
      table(kind).remove(key(kind, from));
    }
    if (to != null) {
      put(kind, to);
    }
  }

  private void put(String kind, @Nullable String... row) {
    if (kind.equals("settings")) {
      authority = text(row[0]);
    } else {
      table(kind).put(key(kind, row), row);
    }
  }

  private Map<String, @Nullable String[]> table(String kind) {
    return switch (kind) {
      case "database" -> databases;
      case "tablegroup" -> groups;
      case "shard" -> shards;
      case "placed_table" -> tables;
      default ->
          throw new IllegalArgumentException("the log speaks of an unknown table '" + kind + "'");
    };
  }

  private static String key(String kind, @Nullable String[] row) {
    return kind.equals("placed_table") ? row[0] + "\0" + row[2] + "\0" + row[3] : text(row[0]);
  }

  Catalog toCatalog(long nextId) {
    CatalogBuilder builder =
        Catalog.builder().nextId(nextId).authority(Authority.valueOf(authority));
    databases
        .values()
        .forEach(
            row ->
                builder.database(
                    number(row[0]), text(row[1]), text(row[2]), flag(row[3]), flag(row[4])));
    groups
        .values()
        .forEach(
            row ->
                builder.tableGroup(
                    number(row[1]),
                    number(row[0]),
                    text(row[2]),
                    text(row[3]),
                    flag(row[4]),
                    flag(row[5])));
    shards.values().forEach(row -> builder.shard(number(row[1]), shard(row)));
    tables.values().forEach(row -> builder.table(number(row[1]), text(row[2]), text(row[3])));
    return builder.build();
  }

  private static Shard shard(@Nullable String[] row) {
    return new Shard(
        number(row[0]),
        text(row[2]),
        text(row[3]),
        new KeyRange(bound(row[4]), bound(row[5])),
        ShardPlacement.valueOf(text(row[6])),
        ShardState.valueOf(text(row[7])),
        number(row[8]));
  }

  private static ByteString bound(@Nullable String hex) {
    return hex == null
        ? ByteString.EMPTY
        : ByteString.copyFrom(BaseEncoding.base16().decode(hex.toUpperCase(Locale.ROOT)));
  }

  private static long number(@Nullable String text) {
    return Long.parseLong(text(text));
  }

  private static boolean flag(@Nullable String text) {
    return Boolean.parseBoolean(text);
  }

  private static String text(@Nullable String text) {
    if (text == null) {
      throw new IllegalArgumentException("the log holds a row with a missing value");
    }
    return text;
  }
}
