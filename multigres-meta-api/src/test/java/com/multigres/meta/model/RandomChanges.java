package com.multigres.meta.model;

import com.multigres.meta.model.TableGroup.Resharding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Draws changes that often fit the catalog and often do not. */
public final class RandomChanges {
  private static final String[] NAMES = {
    "postgres", "default", "a", "B", "locks", "größe", "a-very-long-name-for-a-database", ""
  };

  private final Random random;

  /**
   * Draws from a source of randomness.
   *
   * @param random the source
   */
  public RandomChanges(Random random) {
    this.random = random;
  }

  /**
   * The next change.
   *
   * @param catalog what it may fit
   * @return the change
   */
  public CatalogChange next(Catalog catalog) {
    return switch (random.nextInt(10)) {
      case 0 -> aboutDatabases(catalog);
      case 1, 2 -> aboutTableGroups(catalog);
      case 3, 4 -> aboutTables(catalog);
      case 5, 6 -> aboutResharding(catalog);
      default -> aboutShards(catalog);
    };
  }

  private CatalogChange aboutDatabases(Catalog catalog) {
    String name = database(catalog).map(Database::name).orElseGet(this::name);
    return switch (random.nextInt(6)) {
      case 0 -> new CatalogChange.DropDatabase(name, random.nextBoolean());
      case 1 -> new CatalogChange.ForgetDatabase(name, random.nextBoolean());
      case 2 -> new CatalogChange.RenameDatabase(name, name());
      case 3 -> new CatalogChange.SetAuthority(any(Authority.values()));
      case 4 -> new CatalogChange.CreateDatabase(name(), name(), any("0-inf", "-", "0-8"), false);
      default -> CatalogChange.CreateDatabase.named(name(), random.nextBoolean());
    };
  }

  private CatalogChange aboutTableGroups(Catalog catalog) {
    Optional<Database> in = database(catalog);
    String database = in.map(Database::name).orElseGet(this::name);
    String name = in.flatMap(this::tableGroup).map(TableGroup::name).orElseGet(this::name);
    boolean flag = random.nextBoolean();
    return switch (random.nextInt(6)) {
      case 0 -> new CatalogChange.DropTableGroup(database, name, flag);
      case 1 -> new CatalogChange.ForgetTableGroup(database, name, flag);
      case 2 -> new CatalogChange.RenameTableGroup(database, name, name());
      case 3 ->
          new CatalogChange.CreateTableGroup(
              database, name(), any(List.of("-80", "80-"), List.of("0-4", "8-inf")), flag);
      default ->
          CatalogChange.CreateTableGroup.ofShards(database, name(), 1 + random.nextInt(5), flag);
    };
  }

  private CatalogChange aboutTables(Catalog catalog) {
    Optional<Database> in = database(catalog);
    String database = in.map(Database::name).orElseGet(this::name);
    String group = in.flatMap(this::tableGroup).map(TableGroup::name).orElseGet(this::name);
    return switch (random.nextInt(6)) {
      case 0 -> new CatalogChange.MoveTable(database, table(), group);
      case 1 -> new CatalogChange.RemoveTable(database, table(), random.nextBoolean());
      case 2 -> new CatalogChange.RenameTable(database, table(), table());
      default -> new CatalogChange.PlaceTable(database, table(), group, random.nextBoolean());
    };
  }

  private CatalogChange aboutResharding(Catalog catalog) {
    Optional<Database> in = database(catalog);
    Optional<TableGroup> of = in.flatMap(this::tableGroup);
    if (of.isEmpty()) {
      return aboutDatabases(catalog);
    }
    String database = in.orElseThrow().name();
    String group = of.get().name();
    Optional<Resharding> under = any(of.get().reshardings());
    List<String> targets =
        under
            .map(one -> one.targets().stream().map(Shard::name).toList())
            .orElseGet(() -> names(of.get(), 1));
    return switch (random.nextInt(8)) {
      case 0, 1 -> split(database, group, of.get());
      case 2, 3 ->
          new CatalogChange.MergeShards(database, group, names(of.get(), 1 + random.nextInt(3)));
      case 4 -> new CatalogChange.CancelShards(database, group, targets);
      case 5 -> new CatalogChange.SwitchShards(database, group, names(of.get(), 2));
      default -> new CatalogChange.SwitchShards(database, group, targets);
    };
  }

  private CatalogChange split(String database, String group, TableGroup of) {
    Shard shard = any(of.shards()).orElseThrow();
    int parts = 2 + random.nextInt(3);
    boolean fits = shard.range().startHex().length() < 8 && random.nextInt(5) > 0;
    return fits
        ? CatalogChange.SplitShard.intoEqual(database, group, shard.name(), parts)
        : new CatalogChange.SplitShard(database, group, shard.name(), List.of("0-4", "4-8"));
  }

  private CatalogChange aboutShards(Catalog catalog) {
    Optional<Database> in = database(catalog);
    Optional<TableGroup> of = in.flatMap(this::tableGroup);
    if (of.isEmpty()) {
      return aboutDatabases(catalog);
    }
    Shard shard = any(of.get().shards()).orElseThrow();
    String database = in.orElseThrow().name();
    String group = of.get().name();
    String reference = any(shard.name(), shard.externalName(), "#" + shard.id(), "0-8");
    if (shard.isRetired() && random.nextBoolean()) {
      return new CatalogChange.ForgetShard(database, group, reference, random.nextBoolean());
    }
    ShardState state =
        random.nextBoolean() && !shard.isRetired() ? ShardState.READY : any(ShardState.values());
    return new CatalogChange.SetShardState(database, group, reference, state);
  }

  /** The names of neighbouring shards, more often than not. */
  private List<String> names(TableGroup group, int count) {
    List<Shard> active = group.activeShards();
    int from = random.nextInt(active.size());
    List<String> names = new ArrayList<>();
    for (Shard shard : active.subList(from, Math.min(active.size(), from + count))) {
      names.add(shard.name());
    }
    return names;
  }

  private Optional<Database> database(Catalog catalog) {
    return random.nextInt(20) == 0 ? Optional.empty() : any(catalog.databases());
  }

  private Optional<TableGroup> tableGroup(Database database) {
    return random.nextInt(20) == 0 ? Optional.empty() : any(database.tableGroups());
  }

  private TableName table() {
    return new TableName(any("public", "s", ""), any("t", "u", "v", "w"));
  }

  private String name() {
    return any(NAMES);
  }

  @SafeVarargs
  private <T> T any(T... some) {
    return some[random.nextInt(some.length)];
  }

  private <T> Optional<T> any(Collection<T> some) {
    return some.stream().skip(some.isEmpty() ? 0 : random.nextInt(some.size())).findFirst();
  }

  /** Every kind of change there is. */
  static List<Class<?>> kinds() {
    return Arrays.asList(CatalogChange.class.getPermittedSubclasses());
  }
}
