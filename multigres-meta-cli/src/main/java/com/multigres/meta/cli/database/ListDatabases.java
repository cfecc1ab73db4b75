package com.multigres.meta.cli.database;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cli.catalog.document.CatalogJson;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.output.TextTable;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.Database;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code database list}. */
@Command(name = "list", description = "List the databases.")
final class ListDatabases implements Callable<Integer> {
  private final Context context;

  ListDatabases(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (CatalogStore store = context.stores().openCatalog()) {
      CatalogSnapshot snapshot = store.read();
      return context.answer(Answer.of(() -> json(snapshot), paint -> table(snapshot, paint)));
    }
  }

  private static JsonNode json(CatalogSnapshot snapshot) {
    ObjectNode json = Json.object();
    json.set("position", Changing.position(snapshot.position()));
    return json.set(
        "databases", Json.array(snapshot.catalog().databases(), CatalogJson::databaseAlone));
  }

  private static List<String> table(CatalogSnapshot snapshot, Paint paint) {
    TextTable table = new TextTable("DATABASE", "STATE", "TABLEGROUPS", "SHARDS", "TABLES", "ID");
    for (Database database : snapshot.catalog().databases()) {
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
}
