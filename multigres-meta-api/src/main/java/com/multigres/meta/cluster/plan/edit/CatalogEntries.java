package com.multigres.meta.cluster.plan.edit;

import com.multigres.meta.cluster.plan.DesiredEntry;
import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.TableGroup;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The entries of a copy that lists databases, their tablegroups and their shards, each with a
 * content of its own: {@code default database} or {@code database}, {@code default tablegroup} or
 * {@code tablegroup}, {@code shard}. Shards that are pending, or retired and not forgotten, are
 * entries too: their servers must stay.
 */
public final class CatalogEntries {
  /** What stands at a shard. */
  public static final String SHARD = "shard";

  private static final String DATABASE = "database";
  private static final String TABLE_GROUP = "tablegroup";
  private static final String DEFAULT = "default ";

  private CatalogEntries() {}

  /**
   * What stands at a database.
   *
   * @param isDefault whether it is the default one
   * @return the content
   */
  public static String database(boolean isDefault) {
    return isDefault ? DEFAULT + DATABASE : DATABASE;
  }

  /**
   * What stands at a tablegroup.
   *
   * @param isDefault whether it is the default one
   * @return the content
   */
  public static String tableGroup(boolean isDefault) {
    return isDefault ? DEFAULT + TABLE_GROUP : TABLE_GROUP;
  }

  /**
   * Whether a content is that of a default database or tablegroup.
   *
   * @param content what stands at an entry
   * @return true for a default one
   */
  public static boolean isDefault(String content) {
    return content.startsWith(DEFAULT);
  }

  /**
   * What a catalog has for such a copy.
   *
   * @param catalog the catalog
   * @return the entries by path, dropped things that are not forgotten included
   */
  public static SortedMap<EntryPath, DesiredEntry> of(Catalog catalog) {
    SortedMap<EntryPath, DesiredEntry> entries = new TreeMap<>();
    catalog.databases().forEach(database -> add(entries, database));
    return entries;
  }

  private static void add(SortedMap<EntryPath, DesiredEntry> entries, Database database) {
    String external = database.externalName();
    EntryPath path = EntryPath.of(external);
    boolean dropping = database.isDropping();
    String content = database(database.isDefault());
    entries.put(path, new DesiredEntry(path, database.id(), database.name(), content, dropping));
    for (TableGroup group : database.tableGroups()) {
      add(entries, external, group, dropping || group.isDropping());
    }
  }

  private static void add(
      SortedMap<EntryPath, DesiredEntry> entries,
      String database,
      TableGroup group,
      boolean dropping) {
    EntryPath path = EntryPath.of(database, group.externalName());
    String content = tableGroup(group.isDefault());
    entries.put(path, new DesiredEntry(path, group.id(), group.name(), content, dropping));
    for (Shard shard : group.shards()) {
      EntryPath below = EntryPath.of(database, group.externalName(), shard.externalName());
      entries.put(below, new DesiredEntry(below, shard.id(), shard.name(), SHARD, dropping));
    }
  }
}
