package com.multigres.meta.k8s.target;

import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.cluster.plan.edit.CatalogEntries;
import com.multigres.meta.k8s.resource.Content;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The content of a resource as entries of a copy, and back. */
final class Entries {
  private Entries() {}

  static SortedMap<EntryPath, String> of(Content content) {
    SortedMap<EntryPath, String> entries = new TreeMap<>();
    content
        .databases()
        .forEach(
            (name, database) -> {
              entries.put(EntryPath.of(name), CatalogEntries.database(database.isDefault()));
              database.groups().forEach((group, some) -> add(entries, name, group, some));
            });
    return entries;
  }

  private static void add(
      SortedMap<EntryPath, String> entries, String database, String name, Content.Group group) {
    entries.put(EntryPath.of(database, name), CatalogEntries.tableGroup(group.isDefault()));
    for (String shard : group.shards()) {
      entries.put(EntryPath.of(database, name, shard), CatalogEntries.SHARD);
    }
  }

  /**
   * The content that some entries make.
   *
   * @param entries the entries; what lies below an entry that is not there is left out
   * @param before what a resource says now: whose tablegroups are implied there
   */
  static Content content(SortedMap<EntryPath, String> entries, Content before) {
    SortedMap<String, SortedMap<String, Content.Group>> groups = new TreeMap<>();
    entries.forEach(
        (path, content) -> {
          List<String> names = path.names();
          SortedMap<String, Content.Group> below =
              groups.computeIfAbsent(names.get(0), database -> new TreeMap<>());
          if (names.size() == 2) {
            boolean isDefault = CatalogEntries.isDefault(content);
            below.put(names.get(1), new Content.Group(isDefault, new TreeSet<>()));
          } else if (names.size() == 3) {
            Content.Group group = below.get(names.get(1));
            if (group != null) {
              SortedSet<String> shards = group.shards();
              shards.add(names.get(2));
            }
          }
        });
    SortedMap<String, Content.Db> databases = new TreeMap<>();
    entries.forEach(
        (path, content) -> {
          if (path.names().size() == 1) {
            String name = path.names().get(0);
            Content.Db old = before.databases().get(name);
            SortedMap<String, Content.Group> below = groups.getOrDefault(name, new TreeMap<>());
            boolean implicit = old != null && old.implicit() && old.groups().equals(below);
            databases.put(name, new Content.Db(CatalogEntries.isDefault(content), below, implicit));
          }
        });
    return new Content(databases);
  }
}
