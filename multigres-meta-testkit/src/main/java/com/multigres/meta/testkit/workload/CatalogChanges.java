package com.multigres.meta.testkit.workload;

import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.ForgetDatabase;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import com.multigres.meta.model.Database;
import java.util.List;
import java.util.Random;

/**
 * Chooses changes by what a client last saw, so that most have an effect and the catalog stays
 * small.
 */
final class CatalogChanges {
  private static final int MOST = 12;
  private static final int SHARED = 3;

  private final String name;
  private final Random random;
  private List<String> seen = List.of();
  private int made;

  CatalogChanges(String name, Random random) {
    this.name = name;
    this.random = random;
  }

  /** Remembers which databases there are; the first one is nobody's to drop. */
  void look(Catalog catalog) {
    seen = catalog.databases().stream().skip(1).map(Database::name).toList();
  }

  List<CatalogChange> next() {
    String fresh = name + "n" + ++made;
    if (seen.isEmpty() || random.nextInt(MOST) >= seen.size()) {
      return List.of(CreateDatabase.named(fresh));
    }
    String other = seen.get(random.nextInt(seen.size()));
    return switch (random.nextInt(6)) {
      case 0 -> List.of(CreateDatabase.named(other, true));
      case 1 -> List.of(new RenameDatabase(other, fresh));
      case 2 -> List.of(CreateDatabase.named("shared" + random.nextInt(SHARED)));
      default -> List.of(new DropDatabase(other, false), new ForgetDatabase(other, false));
    };
  }
}
