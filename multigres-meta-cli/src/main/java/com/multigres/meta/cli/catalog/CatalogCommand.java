package com.multigres.meta.cli.catalog;

import com.multigres.meta.cli.run.Context;
import picocli.CommandLine.Command;

/** {@code catalog}: the catalog as a whole. */
@Command(
    name = "catalog",
    description = "The catalog: databases, tablegroups, shards, and where tables lie.",
    subcommands = {
      InitCatalog.class,
      MigrateCatalog.class,
      ShowCatalog.class,
      WatchCatalog.class,
      CatalogHistory.class,
      CheckCatalog.class,
      ExportCatalog.class,
      ImportCatalog.class,
      CatalogAuthority.class
    })
public final class CatalogCommand {
  CatalogCommand(Context context) {}
}
