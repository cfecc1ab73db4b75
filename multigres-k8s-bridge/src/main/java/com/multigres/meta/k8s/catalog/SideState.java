package com.multigres.meta.k8s.catalog;

import com.multigres.meta.model.Authority;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.TableGroup;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the catalog knows and the resource has no field for. Immutable.
 *
 * @param authority who decides
 * @param nextId the id that the next thing made gets
 * @param databases by external name
 */
record SideState(Authority authority, long nextId, SortedMap<String, Db> databases) {

  /**
   * What is known of a database.
   *
   * @param id its id
   * @param name its name
   * @param dropping whether it was dropped
   * @param groups its tablegroups by external name
   */
  record Db(long id, String name, boolean dropping, SortedMap<String, Group> groups) {}

  /**
   * What is known of a tablegroup.
   *
   * @param id its id
   * @param name its name
   * @param dropping whether it was dropped
   * @param shards its shards by external name
   */
  record Group(long id, String name, boolean dropping, SortedMap<String, Part> shards) {}

  /**
   * What is known of a shard.
   *
   * @param id its id
   * @param name its name
   */
  record Part(long id, String name) {}

  /** Of a catalog that was never kept anywhere. */
  static SideState none() {
    return new SideState(Authority.CATALOG, 1, new TreeMap<>());
  }

  static SideState of(Catalog catalog) {
    SortedMap<String, Db> databases = new TreeMap<>();
    for (Database database : catalog.databases()) {
      SortedMap<String, Group> groups = new TreeMap<>();
      database.tableGroups().forEach(group -> groups.put(group.externalName(), of(group)));
      databases.put(
          database.externalName(),
          new Db(database.id(), database.name(), database.isDropping(), groups));
    }
    return new SideState(catalog.authority(), catalog.nextId(), databases);
  }

  private static Group of(TableGroup group) {
    SortedMap<String, Part> shards = new TreeMap<>();
    for (Shard shard : group.shards()) {
      shards.put(shard.externalName(), new Part(shard.id(), shard.name()));
    }
    return new Group(group.id(), group.name(), group.isDropping(), shards);
  }
}
