package com.multigres.meta.testkit.workload.change;

import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.ForgetTableGroup;
import com.multigres.meta.model.CatalogChange.MoveTable;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.CatalogChange.RemoveTable;
import com.multigres.meta.model.CatalogChange.RenameTable;
import com.multigres.meta.model.CatalogChange.RenameTableGroup;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.model.TableName;
import java.util.List;
import java.util.Random;

/** Changes of what lies inside a database, of which most have an effect. */
final class GroupChanges {
  private static final int MOST = 3;
  private static final List<TableName> TABLES =
      List.of(TableName.of("orders"), TableName.of("items"), new TableName("Sales", "orders"));

  private final String name;
  private final Random random;
  private final ShardChanges shards;
  private int made;

  GroupChanges(String name, Random random) {
    this.name = name;
    this.random = random;
    this.shards = new ShardChanges(random);
  }

  List<CatalogChange> next(Database database) {
    List<TableGroup> groups =
        database.tableGroups().stream().filter(group -> !group.isDefault()).toList();
    String home = database.name();
    String fresh = name + "g" + ++made;
    if (random.nextInt(MOST) >= groups.size()) {
      return List.of(CreateTableGroup.ofShards(home, fresh, 1 + random.nextInt(2), false));
    }
    TableGroup group = groups.get(random.nextInt(groups.size()));
    int kind = random.nextInt(12);
    if (kind < 7) {
      return shards.next(home, group);
    } else if (kind < 9) {
      return List.of(ofTables(database, group.name()));
    } else if (kind < 11) {
      return List.of(new RenameTableGroup(home, group.name(), fresh));
    }
    return List.of(
        new DropTableGroup(home, group.name(), false),
        new ForgetTableGroup(home, group.name(), false));
  }

  private CatalogChange ofTables(Database database, String group) {
    List<TableName> placed = List.copyOf(database.tables());
    TableName table =
        placed.isEmpty() || random.nextInt(3) == 0
            ? any()
            : placed.get(random.nextInt(placed.size()));
    if (database.tableGroupOf(table).isEmpty()) {
      return new PlaceTable(database.name(), table, group, random.nextBoolean());
    }
    return switch (random.nextInt(3)) {
      case 0 -> new MoveTable(database.name(), table, group);
      case 1 -> new RenameTable(database.name(), table, any());
      default -> new RemoveTable(database.name(), table, random.nextBoolean());
    };
  }

  private TableName any() {
    return TABLES.get(random.nextInt(TABLES.size()));
  }
}
