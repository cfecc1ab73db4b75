package com.multigres.meta.k8s;

import com.multigres.meta.cluster.spec.DatabaseDefaults;
import com.multigres.meta.cluster.spec.DatabaseSpec;
import com.multigres.meta.cluster.spec.ShardSpec;
import com.multigres.meta.cluster.spec.TableGroupSpec;
import com.multigres.meta.model.component.Backup;
import java.util.ArrayList;
import java.util.List;

/** Reads the databases of a resource with their tablegroups and shards. */
final class DatabaseReader {
  private DatabaseReader() {}

  static List<DatabaseSpec> databases(Field field, DatabaseDefaults defaults) {
    if (field.items().isEmpty()) {
      return List.of(implicit(defaults));
    }
    List<Field> items = ClusterSpecReader.distinct(field, "database");
    exactlyOneDefault(field, items, "database");
    return items.stream().map(item -> database(item, defaults)).toList();
  }

  private static DatabaseSpec implicit(DatabaseDefaults defaults) {
    return new DatabaseSpec(
        DatabaseSpec.DEFAULT_NAME,
        defaults.durabilityPolicy(),
        defaults.backup(),
        List.of(TableGroupSpec.DEFAULT));
  }

  private static DatabaseSpec database(Field field, DatabaseDefaults defaults) {
    String name = field.get("name").as(DatabaseSpec::checkName);
    Field policyField = field.get("durabilityPolicy");
    String policy =
        policyField.isPresent()
            ? policyField.as(DatabaseSpec::checkPolicy)
            : defaults.durabilityPolicy();
    Backup backup = BackupReader.read(field.get("backup")).orElse(defaults.backup());
    mustBeDefault(field, name, DatabaseSpec.DEFAULT_NAME, "database");
    List<TableGroupSpec> groups = tableGroups(field.get("tablegroups"));
    return field.check(() -> new DatabaseSpec(name, policy, backup, groups));
  }

  private static List<TableGroupSpec> tableGroups(Field field) {
    List<Field> items = ClusterSpecReader.distinct(field, "tablegroup");
    if (items.isEmpty()) {
      return List.of(TableGroupSpec.DEFAULT);
    }
    exactlyOneDefault(field, items, "tablegroup");
    List<TableGroupSpec> groups = new ArrayList<>();
    for (Field item : items) {
      String name = item.get("name").as(TableGroupSpec::checkName);
      mustBeDefault(item, name, TableGroupSpec.DEFAULT_NAME, "tablegroup");
      List<ShardSpec> shards = shards(item.get("shards"));
      groups.add(item.get("shards").check(() -> new TableGroupSpec(name, shards)));
    }
    return groups;
  }

  private static List<ShardSpec> shards(Field field) {
    List<Field> items = ClusterSpecReader.distinct(field, "shard");
    if (items.isEmpty()) {
      return List.of(ShardSpec.WHOLE);
    }
    return items.stream().map(item -> item.get("name").as(ShardSpec::new)).toList();
  }

  private static void exactlyOneDefault(Field list, List<Field> items, String what) {
    List<Field> flagged =
        items.stream().map(item -> item.get("default")).filter(flag -> flag.flag(false)).toList();
    if (flagged.isEmpty()) {
      throw list.problem("no " + what + " has default: true; exactly one must");
    }
    if (flagged.size() > 1) {
      throw flagged.get(1).problem("a second default " + what + "; exactly one must be");
    }
  }

  private static void mustBeDefault(Field field, String name, String defaultName, String what) {
    Field flag = field.get("default");
    if (flag.flag(false) != name.equals(defaultName)) {
      throw flag.problem("the default " + what + " is the one named " + defaultName);
    }
  }
}
