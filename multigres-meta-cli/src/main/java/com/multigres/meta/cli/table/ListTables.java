package com.multigres.meta.cli.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cli.catalog.document.CatalogTree;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.change.Selection;
import com.multigres.meta.cli.change.Target;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.cli.output.TextTable;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.TableName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code table list}. */
@Command(
    name = "list",
    description = "List placed tables: of everything, a database or a tablegroup.")
final class ListTables implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "DATABASE[/TABLEGROUP]",
      arity = "0..1",
      description = "Default: all databases.")
  private Optional<String> target = Optional.empty();

  private record Located(Selection in, TableName table) {}

  ListTables(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (CatalogStore store = context.stores().openCatalog()) {
      CatalogSnapshot snapshot = store.read();
      List<Located> tables =
          Selection.of(snapshot, target.map(Target::databaseOrTableGroup)).stream()
              .flatMap(
                  in ->
                      in.database().tablesOf(in.tableGroup()).map(table -> new Located(in, table)))
              .toList();
      return context.answer(Answer.of(() -> json(snapshot, tables), paint -> table(tables, paint)));
    }
  }

  private static JsonNode json(CatalogSnapshot snapshot, List<Located> tables) {
    ObjectNode json = Json.object();
    json.set("position", Changing.position(snapshot.position()));
    return json.set(
        "tables",
        Json.array(
            tables,
            located ->
                Json.object()
                    .put("database", located.in.database().name())
                    .put("tableGroup", located.in.tableGroup().name())
                    .put("schema", located.table.schema())
                    .put("name", located.table.name())));
  }

  private static List<String> table(List<Located> tables, Paint paint) {
    TextTable table = new TextTable("TABLE", "TABLEGROUP");
    tables.forEach(located -> table.row(CatalogTree.table(located.table), located.in.shown()));
    return table.lines(paint, "no table placed");
  }
}
