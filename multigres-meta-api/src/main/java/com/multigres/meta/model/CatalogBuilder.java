package com.multigres.meta.model;

import com.multigres.meta.model.internal.Names;
import com.multigres.meta.model.internal.SortedChunks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a catalog from rows in any order, fast and with equal names and ranges shared. It does not
 * judge: what the rows break is {@link Catalog#check()}'s to say, rows without a parent included.
 * Not thread-safe.
 */
public final class CatalogBuilder {
  private final Map<Long, DatabaseRow> databases = new LinkedHashMap<>();
  private final Map<Long, GroupRow> groups = new LinkedHashMap<>();
  private final Map<Long, List<Shard>> shardsOf = new LinkedHashMap<>();
  private final List<TableRow> tables = new ArrayList<>();
  private final List<Violation> defects = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();
  private final Map<KeyRange, KeyRange> ranges = new HashMap<>();
  private Authority authority = Authority.CATALOG;
  private long nextId = 1;
  private long largestOfShards;

  CatalogBuilder() {}

  /**
   * Sets the authority; without it, {@code CATALOG}.
   *
   * @param decides who decides
   * @return this
   */
  public CatalogBuilder authority(Authority decides) {
    authority = decides;
    return this;
  }

  /**
   * Sets the id that the next thing made gets; without it, one more than the largest id seen.
   *
   * @param next the id
   * @return this
   */
  public CatalogBuilder nextId(long next) {
    nextId = next;
    return this;
  }

  /**
   * Adds a database.
   *
   * @param id its id
   * @param name its name
   * @param externalName its external name
   * @param isDefault whether it is the default database
   * @param dropping whether it was dropped
   * @return this
   */
  public CatalogBuilder database(
      long id, String name, String externalName, boolean isDefault, boolean dropping) {
    DatabaseRow row = new DatabaseRow(id, shared(name), shared(externalName), isDefault, dropping);
    if (databases.putIfAbsent(id, row) != null) {
      defect("C2", "database " + Names.quoted(name) + " has the id " + id + " of another");
    }
    return this;
  }

  /**
   * Adds a tablegroup.
   *
   * @param databaseId the id of its database
   * @param id its id
   * @param name its name
   * @param externalName its external name
   * @param isDefault whether it is the database's default tablegroup
   * @param dropping whether it was dropped
   * @return this
   */
  public CatalogBuilder tableGroup(
      long databaseId,
      long id,
      String name,
      String externalName,
      boolean isDefault,
      boolean dropping) {
    return tableGroup(
        databaseId,
        new TableGroup(id, shared(name), shared(externalName), isDefault, dropping, List.of()));
  }

  /**
   * Adds a tablegroup with its shards, which is taken as it is: whoever makes it sees to it that
   * equal names and ranges are shared.
   *
   * @param databaseId the id of its database
   * @param group the tablegroup; shards may be added to it
   * @return this
   */
  public CatalogBuilder tableGroup(long databaseId, TableGroup group) {
    GroupRow row = new GroupRow(databaseId, group.id(), group);
    if (groups.putIfAbsent(group.id(), row) != null) {
      defect(
          "C2",
          "tablegroup " + Names.quoted(group.name()) + " has the id " + group.id() + " of another");
    }
    for (Shard shard : group.shards()) {
      count(shard);
    }
    return this;
  }

  private void count(Shard shard) {
    largestOfShards = Math.max(largestOfShards, Math.max(shard.id(), shard.reshardingId()));
  }

  /**
   * Adds a shard.
   *
   * @param tableGroupId the id of its tablegroup
   * @param shard the shard
   * @return this
   */
  public CatalogBuilder shard(long tableGroupId, Shard shard) {
    shardsOf.computeIfAbsent(tableGroupId, id -> new ArrayList<>()).add(sharing(shard));
    count(shard);
    return this;
  }

  @SuppressWarnings("ReferenceEquality") // who brings shared parts already gets no copy
  private Shard sharing(Shard shard) {
    String name = shared(shard.name());
    String externalName = shared(shard.externalName());
    KeyRange range = ranges.computeIfAbsent(shard.range(), same -> same);
    return name == shard.name() && externalName == shard.externalName() && range == shard.range()
        ? shard
        : new Shard(
            shard.id(),
            name,
            externalName,
            range,
            shard.placement(),
            shard.state(),
            shard.reshardingId());
  }

  /**
   * Adds the placement of a table.
   *
   * @param tableGroupId the id of its tablegroup
   * @param schema its schema
   * @param name its name
   * @return this
   */
  public CatalogBuilder table(long tableGroupId, String schema, String name) {
    tables.add(new TableRow(tableGroupId, new TableName(shared(schema), name)));
    return this;
  }

  /**
   * The catalog of the rows so far.
   *
   * @return a value that does not change when this builder goes on
   */
  public Catalog build() {
    List<Violation> faults = new ArrayList<>(defects);
    shardsOf.forEach(
        (group, shards) -> {
          if (!groups.containsKey(group)) {
            shards.forEach(shard -> faults.add(orphan("shard", shard.name(), "tablegroup", group)));
          }
        });
    Map<Long, List<TableGroup>> groupsOf = groupsByDatabase(faults);
    Map<Long, List<Map.Entry<TableName, Long>>> tablesOf = tablesByDatabase(faults);
    List<Database> all = new ArrayList<>(databases.size());
    for (DatabaseRow row : databases.values()) {
      all.add(
          new Database(
              row.id,
              row.name,
              row.externalName,
              row.isDefault,
              row.dropping,
              Siblings.of(groupsOf.getOrDefault(row.id, List.of())),
              SortedChunks.of(tablesOf.getOrDefault(row.id, List.of()))));
    }
    return new Catalog(Siblings.of(all), authority, Math.max(nextId, afterLargest()), faults);
  }

  private Map<Long, List<TableGroup>> groupsByDatabase(List<Violation> faults) {
    Map<Long, List<TableGroup>> groupsOf = new HashMap<>();
    for (GroupRow row : groups.values()) {
      if (!databases.containsKey(row.databaseId)) {
        faults.add(orphan("tablegroup", row.group.name(), "database", row.databaseId));
        continue;
      }
      groupsOf.computeIfAbsent(row.databaseId, id -> new ArrayList<>(2)).add(whole(row));
    }
    return groupsOf;
  }

  private TableGroup whole(GroupRow row) {
    List<Shard> added = shardsOf.get(row.id);
    if (added == null) {
      return row.group;
    }
    List<Shard> all = new ArrayList<>(row.group.shards());
    all.addAll(added);
    return row.group.withShards(all);
  }

  private Map<Long, List<Map.Entry<TableName, Long>>> tablesByDatabase(List<Violation> faults) {
    Map<Long, List<Map.Entry<TableName, Long>>> tablesOf = new HashMap<>();
    for (TableRow row : tables) {
      GroupRow group = groups.get(row.tableGroupId);
      if (group == null) {
        faults.add(orphan("table", row.name.toString(), "tablegroup", row.tableGroupId));
        continue;
      }
      tablesOf
          .computeIfAbsent(group.databaseId, id -> new ArrayList<>())
          .add(Map.entry(row.name, group.id));
    }
    return tablesOf;
  }

  private long afterLargest() {
    long largest = largestOfShards;
    for (Long id : databases.keySet()) {
      largest = Math.max(largest, id);
    }
    for (Long id : groups.keySet()) {
      largest = Math.max(largest, id);
    }
    return largest + 1;
  }

  private static Violation orphan(String kind, String name, String parent, long parentId) {
    return new Violation(
        "C2",
        kind
            + " "
            + Names.quoted(name)
            + " belongs to "
            + parent
            + " #"
            + parentId
            + ", which is not there");
  }

  private void defect(String rule, String message) {
    defects.add(new Violation(rule, message));
  }

  private String shared(String name) {
    return names.computeIfAbsent(name, same -> same);
  }

  private record DatabaseRow(
      long id, String name, String externalName, boolean isDefault, boolean dropping) {}

  /** The id is one object, for the tables that name it. */
  private record GroupRow(long databaseId, Long id, TableGroup group) {}

  private record TableRow(long tableGroupId, TableName name) {}
}
