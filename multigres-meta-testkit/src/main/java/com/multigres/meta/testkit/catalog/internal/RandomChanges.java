package com.multigres.meta.testkit.catalog.internal;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.ForgetDatabase;
import com.multigres.meta.model.CatalogChange.ForgetTableGroup;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import com.multigres.meta.model.CatalogChange.RenameTableGroup;
import com.multigres.meta.model.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes random changes of one store; two with equal seeds make the same changes of two stores. */
public final class RandomChanges {
  private static final List<String> NAMES = List.of("db1", "db2", "Two words", "é");

  private final Random random;
  private final CatalogStore store;
  private final Set<CatalogCapability> kinds;
  private final RandomShardChanges shards;
  private final List<Position> positions = new ArrayList<>();
  private int ids;

  public RandomChanges(Random random, CatalogStore store) {
    this(random, store, store.capabilities());
  }

  /** Only changes of which another store is capable. */
  public RandomChanges(Random random, CatalogStore store, Set<CatalogCapability> kinds) {
    this.random = random;
    this.store = store;
    this.kinds = kinds;
    this.shards = new RandomShardChanges(random);
    positions.add(store.read().position());
  }

  /** Makes the next changes and tells in words what came of them. */
  public String step() {
    CatalogSnapshot now = store.read();
    List<CatalogChange> changes = new ArrayList<>();
    for (int i = random.nextInt(6) == 0 ? 3 : 1; i > 0; i--) {
      changes.add(change(now));
    }
    ApplyOptions options = options();
    try {
      Applied applied = store.apply(changes, options);
      positions.add(applied.position());
      return changes + ": " + show(applied.position()) + (applied.changed() ? "" : " as it was");
    } catch (CatalogException refusal) {
      return changes + ": " + refusal.code() + refusal.rule() + " " + refusal.outcome();
    }
  }

  /** Now and then an id that was used before, now and then a position that may be old. */
  private ApplyOptions options() {
    ids++;
    int id = random.nextInt(12) == 0 ? 1 + random.nextInt(ids) : ids;
    ApplyOptions options =
        ApplyOptions.as(new ChangeId("model" + id)).withAuthor("author" + ids % 3);
    if (random.nextInt(4) != 0) {
      return options;
    }
    int back = random.nextInt(3) == 0 ? random.nextInt(positions.size()) : 0;
    Position expected = positions.get(positions.size() - 1 - back);
    return ApplyOptions.expecting(expected)
        .withChangeId(options.changeId().orElseThrow())
        .withAuthor("author" + ids % 3);
  }

  private CatalogChange change(CatalogSnapshot now) {
    List<Database> databases = List.copyOf(now.catalog().databases());
    Database database = databases.get(random.nextInt(databases.size()));
    int kind = random.nextInt(12);
    if (kind < 6) {
      return ofDatabases(kind, database);
    }
    return kind < 9 ? ofGroups(database) : shards.change(database, kinds, this::name);
  }

  private String name() {
    return kinds.contains(CatalogCapability.ANY_NAME)
        ? NAMES.get(random.nextInt(NAMES.size()))
        : NAMES.get(random.nextInt(2));
  }

  private CatalogChange ofDatabases(int kind, Database database) {
    return switch (kind) {
      case 0, 1 -> CreateDatabase.named(name(), random.nextBoolean());
      case 2 -> new DropDatabase(name(), random.nextBoolean());
      case 3 -> new ForgetDatabase(name(), random.nextBoolean());
      case 4 -> new RenameDatabase(name(), name());
      default -> new DropTableGroup(database.name(), name(), random.nextBoolean());
    };
  }

  private CatalogChange ofGroups(Database database) {
    return switch (random.nextInt(5)) {
      case 0, 1 -> CreateTableGroup.ofShards(database.name(), name(), 1 + random.nextInt(3), false);
      case 2 -> new ForgetTableGroup(database.name(), name(), random.nextBoolean());
      case 3 -> new RenameTableGroup(database.name(), name(), name());
      default -> new CreateTableGroup(database.name(), name(), shards.ranges(), true);
    };
  }

  private static String show(Position position) {
    // The first generation's id was made by each store for itself.
    return position.generation() == 1 ? "1" : position.toString();
  }

  /** Entries in words that mean the same on every store. */
  public static List<String> show(List<HistoryEntry> entries) {
    return entries.stream()
        .filter(entry -> entry.position().generation() > 1)
        .map(entry -> show(entry.position()) + " " + entry.author() + " " + entry.changes())
        .toList();
  }
}
