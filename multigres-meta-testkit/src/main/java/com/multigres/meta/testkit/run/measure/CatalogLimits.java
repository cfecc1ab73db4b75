package com.multigres.meta.testkit.run.measure;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import com.multigres.meta.testkit.report.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How much a catalog takes of each thing that it limits. */
public final class CatalogLimits {
  private final CatalogStore store;

  private CatalogLimits(CatalogStore store) {
    this.store = store;
  }

  /**
   * Finds them out.
   *
   * @param store an open store on an initialised catalog, which is removed later
   */
  public static List<Limit> of(CatalogStore store) {
    CatalogLimits limits = new CatalogLimits(store);
    return List.of(
        new Search("a database's name", "bytes", 4096).around(OptionalLong.empty(), limits::name),
        new Search("one list of changes", "changes", 1024)
            .around(OptionalLong.empty(), limits::changes),
        new Search("the databases of a catalog", "databases", 256)
            .around(OptionalLong.empty(), limits::databases));
  }

  private Optional<String> apply(List<CatalogChange> changes) {
    try {
      store.apply(changes, ApplyOptions.none());
      return Optional.empty();
    } catch (CatalogException refused) {
      return Optional.of(refused.code().name());
    } catch (IllegalArgumentException refused) {
      return Optional.of("BAD_INPUT");
    }
  }

  private Optional<String> name(long bytes) {
    try {
      return apply(List.of(CreateDatabase.named("n".repeat(Math.toIntExact(bytes)))));
    } catch (IllegalArgumentException refused) {
      return Optional.of("BAD_INPUT");
    }
  }

  private Optional<String> changes(long many) {
    String name = "renamed" + many + "x";
    List<CatalogChange> changes = new ArrayList<>();
    changes.add(CreateDatabase.named(name + 0));
    for (long i = 1; i < many; i++) {
      changes.add(new RenameDatabase(name + (i - 1), name + i));
    }
    return apply(changes);
  }

  private Optional<String> databases(long many) {
    List<CatalogChange> missing = new ArrayList<>();
    for (long i = store.read().catalog().databases().size(); i < many; i++) {
      missing.add(CreateDatabase.named("one" + i));
    }
    return missing.isEmpty() ? Optional.empty() : apply(missing);
  }
}
