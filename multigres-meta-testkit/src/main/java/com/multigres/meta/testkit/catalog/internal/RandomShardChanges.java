package com.multigres.meta.testkit.catalog.internal;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CancelShards;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.ForgetShard;
import com.multigres.meta.model.CatalogChange.MergeShards;
import com.multigres.meta.model.CatalogChange.MoveTable;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.CatalogChange.RemoveTable;
import com.multigres.meta.model.CatalogChange.RenameTable;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.model.CatalogChange.SwitchShards;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.ShardPlacement;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Random changes of what lies inside a tablegroup. */
final class RandomShardChanges {
  private static final List<String> RANGES = List.of("0-4", "4-8", "0-8", "8-inf", "0-inf");
  private static final List<TableName> TABLES =
      List.of(TableName.of("orders"), TableName.of("items"), new TableName("Sales", "orders"));

  private static final List<ShardState> STATES = List.of(ShardState.values());

  private final Random random;

  RandomShardChanges(Random random) {
    this.random = random;
  }

  CatalogChange change(Database database, Set<CatalogCapability> kinds, Supplier<String> someName) {
    List<TableGroup> groups = List.copyOf(database.tableGroups());
    TableGroup group = groups.get(random.nextInt(groups.size()));
    int kind = random.nextInt(3);
    if (kind == 0 && kinds.contains(CatalogCapability.TABLE_PLACEMENT)) {
      return ofTables(database.name(), group.name());
    }
    if (kind == 1 && kinds.contains(CatalogCapability.SHARD_STATES)) {
      return new SetShardState(database.name(), group.name(), shard(group), state());
    }
    return kinds.contains(CatalogCapability.PENDING_SHARDS)
        ? resharding(database.name(), group)
        : new DropTableGroup(database.name(), someName.get(), true);
  }

  /** Mostly such as do not tile. */
  List<String> ranges() {
    return List.of(range(), range());
  }

  private String range() {
    return RANGES.get(random.nextInt(RANGES.size()));
  }

  private String shard(TableGroup group) {
    List<Shard> shards = group.shards();
    return random.nextInt(4) == 0 ? range() : shards.get(random.nextInt(shards.size())).name();
  }

  private ShardState state() {
    return random.nextBoolean() ? ShardState.READY : STATES.get(random.nextInt(STATES.size()));
  }

  private CatalogChange ofTables(String database, String group) {
    TableName table = TABLES.get(random.nextInt(TABLES.size()));
    return switch (random.nextInt(5)) {
      case 0, 1 -> new PlaceTable(database, table, group, random.nextBoolean());
      case 2 -> new MoveTable(database, table, group);
      case 3 -> new RemoveTable(database, table, random.nextBoolean());
      default -> new RenameTable(database, table, TABLES.get(random.nextInt(TABLES.size())));
    };
  }

  private CatalogChange resharding(String database, TableGroup group) {
    String name = group.name();
    List<String> pending = named(group, ShardPlacement.PENDING);
    return switch (random.nextInt(6)) {
      case 0, 1 -> new SplitShard(database, name, shard(group), ranges());
      case 2 -> new MergeShards(database, name, named(group, ShardPlacement.ACTIVE));
      case 3 -> new SwitchShards(database, name, pending);
      case 4 -> new CancelShards(database, name, pending);
      default -> new ForgetShard(database, name, shard(group), random.nextBoolean());
    };
  }

  private static List<String> named(TableGroup group, ShardPlacement placement) {
    List<String> names = new ArrayList<>();
    group.shards().stream()
        .filter(shard -> shard.placement() == placement)
        .forEach(shard -> names.add(shard.name()));
    return names;
  }
}
