package com.multigres.meta.cli.catalog;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cli.catalog.document.CatalogImport;
import com.multigres.meta.cli.change.Carrying;
import com.multigres.meta.cli.change.ChangeOptions;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.TextFiles;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.postgres.catalog.PoolerTables;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code catalog import}. */
@Command(
    name = "import",
    description =
        "Add what an exported catalog has and this one lacks, as one generation; nothing is"
            + " removed, and what differs is refused.")
final class ImportCatalog implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "What 'catalog export' wrote.")
  private @Nullable Path file;

  @Option(
      names = "--from-pooler",
      description =
          "Instead of a file: the tablegroups, shards and tables that a pooler wrote into the"
              + " catalog's database before there was a catalog.")
  private boolean fromPooler;

  @Mixin private final ChangeOptions options = new ChangeOptions();

  ImportCatalog(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Path from = file;
    if ((from != null) == fromPooler) {
      throw CliException.usage("name either a FILE or --from-pooler");
    }
    try (CatalogStore store = context.stores().openCatalog()) {
      CatalogSnapshot now = store.read();
      Carrying carrying = Carrying.prepare(context, store);
      List<CatalogChange> changes = from == null ? ofPooler() : ofFile(now, from);
      ApplyOptions how = options.toApply();
      Applied applied =
          changes.isEmpty() ? new Applied(now.position(), false) : store.apply(changes, how);
      carrying.carry(applied.changed());
      String source = from == null ? "the pooler's tables" : from.toString();
      return context.answer(
          Changing.answer(
              applied, "imported " + Shown.count(changes.size(), "change") + " from " + source));
    }
  }

  private List<CatalogChange> ofPooler() {
    return PoolerTables.read(context.stores().catalogUri(), context.stores().catalogOptions());
  }

  private static List<CatalogChange> ofFile(CatalogSnapshot now, Path from) {
    return CatalogImport.plan(now.catalog(), TextFiles.read(from, "the file"), from.toString());
  }
}
