package com.multigres.meta.cli.catalog;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cli.catalog.document.CatalogImport;
import com.multigres.meta.cli.change.ChangeOptions;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.TextFiles;
import com.multigres.meta.model.CatalogChange;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code catalog import}. */
@Command(
    name = "import",
    description =
        "Add what an exported catalog has and this one lacks, as one generation; nothing is"
            + " removed, and what differs is refused.")
final class ImportCatalog implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "FILE", description = "What 'catalog export' wrote.")
  private Path file = Path.of("");

  @Mixin private final ChangeOptions options = new ChangeOptions();

  ImportCatalog(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String document = TextFiles.read(file, "the file");
    try (CatalogStore store = context.stores().openCatalog()) {
      CatalogSnapshot now = store.read();
      List<CatalogChange> changes = CatalogImport.plan(now.catalog(), document, file.toString());
      ApplyOptions how = options.toApply();
      Applied applied =
          changes.isEmpty() ? new Applied(now.position(), false) : store.apply(changes, how);
      return context.answer(
          Changing.answer(applied, "imported " + changes.size() + " changes from " + file));
    }
  }
}
