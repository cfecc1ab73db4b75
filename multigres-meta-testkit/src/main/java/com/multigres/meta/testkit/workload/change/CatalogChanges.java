package com.multigres.meta.testkit.workload.change;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.ForgetDatabase;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import com.multigres.meta.model.Database;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Chooses changes by what a client last saw, so that most have an effect and the catalog stays
 * small.
 */
public final class CatalogChanges {
  private static final int MOST = 12;
  private static final int SHARED = 3;
  private static final Set<CatalogCapability> OF_GROUPS =
      Set.of(
          CatalogCapability.SHARD_STATES,
          CatalogCapability.PENDING_SHARDS,
          CatalogCapability.TABLE_PLACEMENT);

  private final String name;
  private final Random random;
  private final GroupChanges groups;
  private final boolean inside;
  private List<Database> seen = List.of();
  private int made;

  /**
   * Changes of a client.
   *
   * @param name what the names that it gives begin with
   * @param random chooses
   * @param capabilities of the catalog; of one that lacks shards' states, splits and merges or
   *     tables, only databases are changed
   */
  public CatalogChanges(String name, Random random, Set<CatalogCapability> capabilities) {
    this.name = name;
    this.random = random;
    this.groups = new GroupChanges(name, random);
    this.inside = capabilities.containsAll(OF_GROUPS);
  }

  /**
   * Remembers which databases there are; the first one is nobody's to drop.
   *
   * @param catalog what the client was shown
   */
  public void look(Catalog catalog) {
    seen = catalog.databases().stream().skip(1).toList();
  }

  /** {@return what to ask for next, all at once} */
  public List<CatalogChange> next() {
    if (inside && !seen.isEmpty() && random.nextInt(5) < 2) {
      return groups.next(any());
    }
    String fresh = name + "n" + ++made;
    if (seen.isEmpty() || random.nextInt(MOST) >= seen.size()) {
      return List.of(CreateDatabase.named(fresh));
    }
    String other = any().name();
    return switch (random.nextInt(6)) {
      case 0 -> List.of(CreateDatabase.named(other, true));
      case 1 -> List.of(new RenameDatabase(other, fresh));
      case 2 -> List.of(CreateDatabase.named("shared" + random.nextInt(SHARED)));
      default -> List.of(new DropDatabase(other, false), new ForgetDatabase(other, false));
    };
  }

  private Database any() {
    return seen.get(random.nextInt(seen.size()));
  }
}
