package com.multigres.meta.k8s.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.hash.Hashing;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.store.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The part of {@code spec.databases} that is the catalog's: which databases, tablegroups and shards
 * there are, by external name. Whatever else an entry says is others'. Equal whatever the order of
 * entries, and whether a default is spelled out or not. Immutable.
 *
 * @param databases by external name
 */
public record Content(SortedMap<String, Db> databases) {
  private static final int HASH_DIGITS = 32;

  /**
   * One database.
   *
   * @param isDefault whether it is marked as the default one
   * @param groups its tablegroups by external name
   * @param implicit whether the entry leaves them out
   */
  public record Db(boolean isDefault, SortedMap<String, Group> groups, boolean implicit) {}

  /**
   * One tablegroup.
   *
   * @param isDefault whether it is marked as the default one
   * @param shards its shards' external names
   */
  public record Group(boolean isDefault, SortedSet<String> shards) {
    /** {@return what a database has that lists none} */
    public static Group standard() {
      return new Group(true, only(Catalog.DEFAULT_SHARD));
    }
  }

  /** What a resource says. */
  public static Content of(Resource resource) {
    SortedMap<String, Db> databases = new TreeMap<>();
    for (JsonNode entry : resource.databases()) {
      String where = "spec.databases";
      String name = name(where, entry);
      if (databases.put(name, database(where + "[" + name + "]", entry)) != null) {
        throw broken(where + " lists '" + name + "' twice");
      }
    }
    return new Content(databases);
  }

  private static Db database(String where, JsonNode entry) {
    SortedMap<String, Group> groups = new TreeMap<>();
    for (JsonNode item : entry.path("tablegroups")) {
      String name = name(where + ".tablegroups", item);
      if (groups.put(name, group(where + ".tablegroups[" + name + "]", item)) != null) {
        throw broken(where + ".tablegroups lists '" + name + "' twice");
      }
    }
    boolean implicit = groups.isEmpty();
    if (implicit) {
      groups.put(Catalog.DEFAULT_TABLE_GROUP, Group.standard());
    }
    return new Db(entry.path("default").asBoolean(), groups, implicit);
  }

  private static Group group(String where, JsonNode item) {
    SortedSet<String> shards = new TreeSet<>();
    for (JsonNode shard : item.path("shards")) {
      if (!shards.add(name(where + ".shards", shard))) {
        throw broken(where + ".shards lists a name twice");
      }
    }
    return new Group(
        item.path("default").asBoolean(), shards.isEmpty() ? only(Catalog.DEFAULT_SHARD) : shards);
  }

  private static String name(String where, JsonNode entry) {
    String name = entry.path("name").textValue();
    if (name == null || name.isEmpty()) {
      throw broken("an entry of " + where + " has no name");
    }
    return name;
  }

  private static SortedSet<String> only(String shard) {
    SortedSet<String> one = new TreeSet<>();
    one.add(shard);
    return one;
  }

  /** What a resource is to say of a catalog. */
  public static Content of(Catalog catalog) {
    SortedMap<String, Db> databases = new TreeMap<>();
    for (Database database : catalog.databases()) {
      SortedMap<String, Group> groups = new TreeMap<>();
      for (TableGroup group : database.tableGroups()) {
        SortedSet<String> shards = new TreeSet<>();
        group.shards().forEach((Shard shard) -> shards.add(shard.externalName()));
        groups.put(group.externalName(), new Group(group.isDefault(), shards));
      }
      databases.put(database.externalName(), new Db(database.isDefault(), groups, false));
    }
    return new Content(databases);
  }

  /** The same for the same content, and, as far as anybody can find out, for no other. */
  public String hash() {
    StringBuilder text = new StringBuilder();
    databases.forEach(
        (name, database) -> {
          text.append(name).append(database.isDefault ? "!\n" : "\n");
          database.groups.forEach(
              (groupName, group) -> {
                text.append(' ').append(groupName).append(group.isDefault ? "!\n" : "\n");
                group.shards.forEach(shard -> text.append("  ").append(shard).append('\n'));
              });
        });
    return Hashing.sha256()
        .hashString(text, StandardCharsets.UTF_8)
        .toString()
        .substring(0, HASH_DIGITS);
  }

  private static CatalogException broken(String what) {
    return new CatalogException(
        Code.RULE_BROKEN, "C2", Outcome.NOT_APPLIED, "C2: " + what, null, null);
  }
}
