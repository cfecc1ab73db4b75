package com.multigres.meta.cli.catalog;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.run.Context;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code catalog migrate}. */
@Command(name = "migrate", description = "Bring the stored catalog's schema to this version's.")
final class MigrateCatalog implements Callable<Integer> {
  private final Context context;

  MigrateCatalog(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (CatalogStore store = context.stores().openCatalog()) {
      List<String> steps = store.migrate();
      return context.answer(
          Answer.of(
              () -> Json.object().set("steps", Json.strings(steps)),
              paint -> steps.isEmpty() ? List.of("the schema is up to date") : steps));
    }
  }
}
