package com.multigres.meta.cli.catalog.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.change.Selection;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.output.TextTable;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.TableName;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A part of the catalog as a list, in both forms.
 *
 * @param key what the list is called in JSON
 * @param json its rows
 * @param text its table
 */
public record CatalogListing(
    String key, Supplier<ArrayNode> json, Function<Paint, List<String>> text) {

  private record Located<T>(Selection in, T what) {
    static <T> List<Located<T>> all(
        List<Selection> groups, Function<Selection, Stream<? extends T>> each) {
      return groups.stream()
          .flatMap(in -> each.apply(in).map(what -> new Located<T>(in, what)))
          .toList();
    }

    ObjectNode json() {
      return Json.object()
          .put("database", in.database().name())
          .put("tableGroup", in.tableGroup().name());
    }
  }

  /** The list as an answer of its own. */
  public Answer at(Position position) {
    return Answer.of(
        () -> {
          ObjectNode document = Json.object();
          document.set("position", Changing.position(position));
          return document.set(key, json.get());
        },
        text);
  }

  /** Databases without what they hold. */
  public static CatalogListing databases(Collection<Database> databases) {
    return new CatalogListing(
        "databases",
        () -> Json.array(databases, CatalogJson::databaseAlone),
        paint -> databases(databases, paint));
  }

  private static List<String> databases(Collection<Database> databases, Paint paint) {
    TextTable table = new TextTable("DATABASE", "STATE", "TABLEGROUPS", "SHARDS", "TABLES", "ID");
    for (Database database : databases) {
      int shards = database.tableGroups().stream().mapToInt(group -> group.shards().size()).sum();
      table.row(
          Shown.name(database.name()) + (database.isDefault() ? " (default)" : ""),
          database.state().name(),
          String.valueOf(database.tableGroups().size()),
          String.valueOf(shards),
          String.valueOf(database.tables().size()),
          String.valueOf(database.id()));
    }
    return table.lines(paint, "no database");
  }

  /** Tablegroups without what they hold. */
  public static CatalogListing tableGroups(List<Selection> groups) {
    return new CatalogListing(
        "tableGroups",
        () -> Json.array(groups, CatalogListing::group),
        paint -> tableGroups(groups, paint));
  }

  private static ObjectNode group(Selection selected) {
    ObjectNode json = Json.object().put("database", selected.database().name());
    return json.setAll(CatalogJson.groupAlone(selected.database(), selected.tableGroup()));
  }

  private static List<String> tableGroups(List<Selection> groups, Paint paint) {
    TextTable table = new TextTable("TABLEGROUP", "STATE", "SHARDS", "TABLES", "ID");
    for (Selection selected : groups) {
      table.row(
          selected.shown() + (selected.tableGroup().isDefault() ? " (default)" : ""),
          selected.database().stateOf(selected.tableGroup()).name(),
          String.valueOf(selected.tableGroup().shards().size()),
          String.valueOf(selected.database().tablesOf(selected.tableGroup()).count()),
          String.valueOf(selected.tableGroup().id()));
    }
    return table.lines(paint, "no tablegroup");
  }

  /** The shards of tablegroups. */
  public static CatalogListing shards(List<Selection> groups) {
    List<Located<Shard>> shards = Located.all(groups, in -> in.tableGroup().shards().stream());
    return new CatalogListing(
        "shards",
        () -> Json.array(shards, each -> each.json().setAll(CatalogJson.shard(each.what))),
        paint -> shards(shards, paint));
  }

  private static List<String> shards(List<Located<Shard>> shards, Paint paint) {
    TextTable table = new TextTable("SHARD", "PLACEMENT", "STATE", "START", "END", "ID");
    for (Located<Shard> located : shards) {
      Shard shard = located.what;
      table.row(
          located.in.shown() + "/" + Shown.name(shard.name()),
          shard.placement().name(),
          shard.state().name(),
          shard.range().startsOpen() ? "-" : shard.range().startHex(),
          shard.range().endsOpen() ? "-" : shard.range().endHex(),
          String.valueOf(shard.id()));
    }
    return table.lines(paint, "no shard");
  }

  /** The tables placed in tablegroups. */
  public static CatalogListing tables(List<Selection> groups) {
    List<Located<TableName>> tables =
        Located.all(groups, in -> in.database().tablesOf(in.tableGroup()));
    return new CatalogListing(
        "tables",
        () -> Json.array(tables, each -> each.json().setAll(CatalogJson.table(each.what))),
        paint -> tables(tables, paint));
  }

  private static List<String> tables(List<Located<TableName>> tables, Paint paint) {
    TextTable table = new TextTable("TABLE", "TABLEGROUP");
    tables.forEach(located -> table.row(CatalogTree.table(located.what), located.in.shown()));
    return table.lines(paint, "no table placed");
  }
}
