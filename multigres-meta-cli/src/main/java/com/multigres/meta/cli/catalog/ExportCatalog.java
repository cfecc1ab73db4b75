package com.multigres.meta.cli.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cli.catalog.document.CatalogJson;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.TextFiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code catalog export}. */
@Command(
    name = "export",
    description = "Write the catalog as JSON, as 'catalog show --output json' has it.")
final class ExportCatalog implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "Where to; without it, to standard output.")
  private Optional<Path> file = Optional.empty();

  ExportCatalog(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    CatalogSnapshot snapshot = read();
    JsonNode document = CatalogJson.of(context.stores().cluster(), snapshot);
    if (file.isEmpty()) {
      return context.answer(
          Answer.of(() -> document, paint -> Json.writePretty(document).lines().toList()));
    }
    Path to = file.get();
    TextFiles.write(to, Json.writePretty(document) + "\n", "the file");
    return context.answer(
        Answer.line(
            () ->
                Json.object()
                    .put("file", to.toString())
                    .set("position", Changing.position(snapshot.position())),
            "wrote the catalog of " + snapshot.position() + " to " + to));
  }

  private CatalogSnapshot read() {
    try (CatalogStore store = context.stores().openCatalog()) {
      return store.read();
    }
  }
}
