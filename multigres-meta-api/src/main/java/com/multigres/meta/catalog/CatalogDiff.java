package com.multigres.meta.catalog;

import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.model.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What differs between two catalogs. A pure function; equal catalogs differ in nothing, and
 * catalogs that differ in nothing are equal unless one breaks C2.
 *
 * <p>Databases, tablegroups and tables are the same where their names are, shards where their
 * external names are (which tells a retired shard from its successor of the same name).
 */
public final class CatalogDiff {
  private final List<Difference> found = new ArrayList<>();

  private CatalogDiff() {}

  /**
   * Compares two catalogs.
   *
   * @param left one
   * @param right the other
   * @return every difference: parents before what is in them, in the order of names; of what is on
   *     one side only, nothing that is in it
   */
  public static List<Difference> between(Catalog left, Catalog right) {
    CatalogDiff diff = new CatalogDiff();
    diff.compare(left, right);
    return List.copyOf(diff.found);
  }

  private void compare(Catalog left, Catalog right) {
    field(Kind.CATALOG, List.of(), "authority", left.authority(), right.authority());
    field(Kind.CATALOG, List.of(), "nextId", left.nextId(), right.nextId());
    both(
        Kind.DATABASE,
        List.of(),
        named(left.databases(), Database::name),
        named(right.databases(), Database::name),
        this::compare);
  }

  private void compare(Database left, Database right) {
    List<String> path = List.of(left.name());
    field(Kind.DATABASE, path, "id", left.id(), right.id());
    field(Kind.DATABASE, path, "externalName", left.externalName(), right.externalName());
    field(Kind.DATABASE, path, "default", left.isDefault(), right.isDefault());
    field(Kind.DATABASE, path, "dropping", left.isDropping(), right.isDropping());
    both(
        Kind.TABLE_GROUP,
        path,
        named(left.tableGroups(), TableGroup::name),
        named(right.tableGroups(), TableGroup::name),
        (one, other) -> compare(path, one, other));
    both(
        Kind.TABLE,
        path,
        placements(left),
        placements(right),
        (one, other) -> {
          List<String> table = List.of(left.name(), one.name().toString());
          field(Kind.TABLE, table, "tableGroup", one.tableGroup(), other.tableGroup());
        });
  }

  private void compare(List<String> database, TableGroup left, TableGroup right) {
    List<String> path = List.of(database.get(0), left.name());
    field(Kind.TABLE_GROUP, path, "id", left.id(), right.id());
    field(Kind.TABLE_GROUP, path, "externalName", left.externalName(), right.externalName());
    field(Kind.TABLE_GROUP, path, "default", left.isDefault(), right.isDefault());
    field(Kind.TABLE_GROUP, path, "dropping", left.isDropping(), right.isDropping());
    both(
        Kind.SHARD,
        path,
        named(left.shards(), Shard::externalName),
        named(right.shards(), Shard::externalName),
        (one, other) -> compare(path, one, other));
  }

  private void compare(List<String> tableGroup, Shard left, Shard right) {
    List<String> path = List.of(tableGroup.get(0), tableGroup.get(1), left.externalName());
    field(Kind.SHARD, path, "id", left.id(), right.id());
    field(Kind.SHARD, path, "name", left.name(), right.name());
    field(Kind.SHARD, path, "range", left.range(), right.range());
    field(Kind.SHARD, path, "placement", left.placement(), right.placement());
    field(Kind.SHARD, path, "state", left.state(), right.state());
    field(Kind.SHARD, path, "reshardingId", left.reshardingId(), right.reshardingId());
  }

  private <T> void both(
      Kind kind,
      List<String> parent,
      Map<String, T> left,
      Map<String, T> right,
      BiConsumer<T, T> inside) {
    SortedSet<String> names = new TreeSet<>(left.keySet());
    names.addAll(right.keySet());
    for (String name : names) {
      T one = left.get(name);
      T other = right.get(name);
      if (one != null && other != null) {
        if (!one.equals(other)) {
          inside.accept(one, other);
        }
      } else {
        List<String> path = new ArrayList<>(parent);
        path.add(name);
        found.add(one != null ? new OnlyLeft(kind, path) : new OnlyRight(kind, path));
      }
    }
  }

  private void field(Kind kind, List<String> path, String name, Object left, Object right) {
    if (!left.equals(right)) {
      found.add(new Different(kind, path, name, left.toString(), right.toString()));
    }
  }

  private static <T> Map<String, T> named(Collection<T> all, Function<T, String> name) {
    Map<String, T> named = new HashMap<>(2 * all.size());
    all.forEach(one -> named.put(name.apply(one), one));
    return named;
  }

  private static Map<String, Placement> placements(Database database) {
    Map<String, Placement> placements = new HashMap<>();
    for (TableGroup group : database.tableGroups()) {
      database
          .tablesOf(group)
          .forEach(table -> placements.put(table.toString(), new Placement(table, group.name())));
    }
    return placements;
  }

  private record Placement(TableName name, String tableGroup) {}

  /** What a difference is about. */
  public enum Kind {
    /** The catalog as a whole; the path is empty. */
    CATALOG,
    /** A database; the path is its name. */
    DATABASE,
    /** A tablegroup; the path is the names of the database and of it. */
    TABLE_GROUP,
    /** A shard; the path is the names of database and tablegroup, then its external name. */
    SHARD,
    /** A table's placement; the path is the database's name, then schema and table with a dot. */
    TABLE
  }

  /** One difference between two catalogs. */
  public sealed interface Difference {
    /** {@return what it is about} */
    Kind kind();

    /** {@return where it stands, from the database on} */
    List<String> path();
  }

  /**
   * Something that only the left catalog has.
   *
   * @param kind what it is
   * @param path where it stands
   */
  public record OnlyLeft(Kind kind, List<String> path) implements Difference {
    /** Keeps a copy of the path. */
    public OnlyLeft {
      path = List.copyOf(path);
    }
  }

  /**
   * Something that only the right catalog has.
   *
   * @param kind what it is
   * @param path where it stands
   */
  public record OnlyRight(Kind kind, List<String> path) implements Difference {
    /** Keeps a copy of the path. */
    public OnlyRight {
      path = List.copyOf(path);
    }
  }

  /**
   * One value in which what both catalogs have differs.
   *
   * @param kind what it is
   * @param path where it stands
   * @param field which value, such as {@code state}
   * @param left the left catalog's value
   * @param right the right catalog's value
   */
  public record Different(Kind kind, List<String> path, String field, String left, String right)
      implements Difference {
    /** Keeps a copy of the path. */
    public Different {
      path = List.copyOf(path);
    }
  }
}
