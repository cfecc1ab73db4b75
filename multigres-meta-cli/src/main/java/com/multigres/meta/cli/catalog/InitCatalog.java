package com.multigres.meta.cli.catalog;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cli.change.Carrying;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.run.Context;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code catalog init}. */
@Command(
    name = "init",
    description =
        "Make the catalog, with the default database, its default tablegroup and only shard, where"
            + " there is none yet.")
final class InitCatalog implements Callable<Integer> {
  private final Context context;

  InitCatalog(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (CatalogStore store = context.stores().openCatalog()) {
      boolean absent = isAbsent(store);
      Carrying carrying = Carrying.prepare(context, store);
      CatalogSnapshot made = store.initialise();
      carrying.carry(absent);
      return context.answer(
          Changing.answer(new Applied(made.position(), absent), "made the catalog"));
    }
  }

  private static boolean isAbsent(CatalogStore store) {
    try {
      store.read();
      return false;
    } catch (CatalogException e) {
      if (e.code() == CatalogException.Code.NOT_INITIALISED) {
        return true;
      }
      throw e;
    }
  }
}
