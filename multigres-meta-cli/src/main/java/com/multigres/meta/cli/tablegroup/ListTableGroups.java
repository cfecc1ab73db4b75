package com.multigres.meta.cli.tablegroup;

import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cli.catalog.document.CatalogListing;
import com.multigres.meta.cli.change.Selection;
import com.multigres.meta.cli.change.Target;
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
      return context.answer(CatalogListing.tableGroups(groups).at(snapshot.position()));
    }
  }
}
