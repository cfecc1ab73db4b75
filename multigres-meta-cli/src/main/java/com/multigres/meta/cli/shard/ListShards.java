package com.multigres.meta.cli.shard;

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
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.output.TextTable;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.Shard;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code shard list}. */
@Command(name = "list", description = "List shards: of everything, a database or a tablegroup.")
final class ListShards implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "DATABASE[/TABLEGROUP]",
      arity = "0..1",
      description = "Default: all databases.")
  private Optional<String> target = Optional.empty();

  private record Located(Selection in, Shard shard) {}

  ListShards(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (CatalogStore store = context.stores().openCatalog()) {
      CatalogSnapshot snapshot = store.read();
      List<Located> shards =
          Selection.of(snapshot, target.map(Target::databaseOrTableGroup)).stream()
              .flatMap(in -> in.tableGroup().shards().stream().map(shard -> new Located(in, shard)))
              .toList();
      return context.answer(Answer.of(() -> json(snapshot, shards), paint -> table(shards, paint)));
    }
  }

  private static JsonNode json(CatalogSnapshot snapshot, List<Located> shards) {
    ObjectNode json = Json.object();
    json.set("position", Changing.position(snapshot.position()));
    return json.set("shards", Json.array(shards, ListShards::shard));
  }

  private static ObjectNode shard(Located located) {
    ObjectNode json =
        Json.object()
            .put("database", located.in.database().name())
            .put("tableGroup", located.in.tableGroup().name());
    return json.setAll(CatalogJson.shard(located.shard));
  }

  private static List<String> table(List<Located> shards, Paint paint) {
    TextTable table = new TextTable("SHARD", "PLACEMENT", "STATE", "START", "END", "ID");
    for (Located located : shards) {
      Shard shard = located.shard;
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
}
