package com.multigres.meta.cli.database;

import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cli.catalog.document.CatalogListing;
import com.multigres.meta.cli.run.Context;
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
      return context.answer(
          CatalogListing.databases(snapshot.catalog().databases()).at(snapshot.position()));
    }
  }
}
