package com.multigres.meta.cli.tablegroup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cli.catalog.document.CatalogJson;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.change.Selection;
import com.multigres.meta.cli.change.Target;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.cli.output.TextTable;
import com.multigres.meta.cli.run.Context;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tablegroup list}. */
@Command(name = "list", description = "List tablegroups.")
final class ListTableGroups implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "DATABASE", arity = "0..1", description = "Default: all databases.")
  private Optional<String> target = Optional.empty();

  ListTableGroups(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (CatalogStore store = context.stores().openCatalog()) {
      CatalogSnapshot snapshot = store.read();
      List<Selection> groups = Selection.of(snapshot, target.map(Target::databaseOrTableGroup));
      return context.answer(Answer.of(() -> json(snapshot, groups), paint -> table(groups, paint)));
    }
  }

  private static JsonNode json(CatalogSnapshot snapshot, List<Selection> groups) {
    ObjectNode json = Json.object();
    json.set("position", Changing.position(snapshot.position()));
    return json.set("tableGroups", Json.array(groups, ListTableGroups::group));
  }

  private static ObjectNode group(Selection selected) {
    ObjectNode json = Json.object().put("database", selected.database().name());
    return json.setAll(CatalogJson.groupAlone(selected.database(), selected.tableGroup()));
  }

  private static List<String> table(List<Selection> groups, Paint paint) {
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
}
