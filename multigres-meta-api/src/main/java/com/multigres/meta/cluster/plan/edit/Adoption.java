package com.multigres.meta.cluster.plan.edit;

import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.ChangeResult;
import com.multigres.meta.model.ChangeResult.Changed;
import com.multigres.meta.model.ChangeResult.Refused;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.TableGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Makes catalog changes of what people edited in a copy: one unit, a database or a tablegroup with
 * its shards, after the other, databases before their tablegroups. What the catalog's rules refuse
 * is told, and the rest goes on. Pure; not thread-safe.
 */
public final class Adoption {
  private static final String NOT_FORGOTTEN = "one of that name was dropped, and is not forgotten";

  private final List<Step> steps = new ArrayList<>();
  private Catalog working;

  /**
   * Begins.
   *
   * @param catalog the catalog as it stands
   */
  public Adoption(Catalog catalog) {
    working = catalog;
  }

  /**
   * A change that follows from an edit.
   *
   * @param path the edited unit
   * @param change the change
   */
  public record Step(EntryPath path, CatalogChange change) {
    /**
     * Whether something leaves the catalog by it.
     *
     * @return true for a drop
     */
    public boolean drops() {
      return change instanceof DropDatabase || change instanceof DropTableGroup;
    }
  }

  /**
   * The changes so far, in the order in which they are to be applied.
   *
   * @return the steps
   */
  public List<Step> steps() {
    return List.copyOf(steps);
  }

  /**
   * A database was added to the copy, or says something else there.
   *
   * @param path where it stands
   * @param defaultGroup the external name of its default tablegroup
   * @return why it cannot be; empty where it can
   */
  public Optional<String> database(EntryPath path, String defaultGroup) {
    String name = path.names().get(0);
    Optional<Database> standing = working.databaseByExternalName(name);
    if (standing.isPresent()) {
      return Optional.of(
          standing.get().isDropping()
              ? NOT_FORGOTTEN
              : "which database is the default one cannot be changed");
    }
    CatalogChange change = new CreateDatabase(name, defaultGroup, Catalog.DEFAULT_SHARD, false);
    return apply(path, change);
  }

  /**
   * A database left the copy.
   *
   * @param path where it stood
   * @return why it cannot leave the catalog; empty where it can
   */
  public Optional<String> withoutDatabase(EntryPath path) {
    Optional<Database> database = working.databaseByExternalName(path.names().get(0));
    return database.isEmpty()
        ? Optional.empty()
        : apply(path, new DropDatabase(database.get().name(), false));
  }

  /**
   * A tablegroup was added to the copy, or has other shards there.
   *
   * @param path where it stands
   * @param isDefault whether it is marked as the default one
   * @param shards its shards' names
   * @return why it cannot be; empty where it can
   */
  public Optional<String> tableGroup(EntryPath path, boolean isDefault, SortedSet<String> shards) {
    Optional<Database> database = working.databaseByExternalName(path.names().get(0));
    if (database.isEmpty()) {
      return Optional.empty(); // its database was refused, and that is told
    }
    String name = path.names().get(1);
    Optional<TableGroup> standing = database.get().tableGroupByExternalName(name);
    if (standing.filter(TableGroup::isDropping).isPresent()) {
      return Optional.of(NOT_FORGOTTEN);
    }
    if (standing.map(TableGroup::isDefault).orElse(false) != isDefault) {
      return Optional.of("which tablegroup is the default one cannot be changed");
    }
    if (standing.isEmpty()) {
      List<String> tiles = ShardEdit.inOrder(shards);
      return apply(path, new CreateTableGroup(database.get().name(), name, tiles, false));
    }
    ShardEdit edit = ShardEdit.of(database.get().name(), standing.get(), shards);
    for (CatalogChange change : edit.changes()) {
      Optional<String> refusal = apply(path, change);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return edit.problem();
  }

  /**
   * A tablegroup left the copy.
   *
   * @param path where it stood
   * @return why it cannot leave the catalog; empty where it can
   */
  public Optional<String> withoutTableGroup(EntryPath path) {
    Optional<Database> database = working.databaseByExternalName(path.names().get(0));
    Optional<TableGroup> group =
        database.flatMap(found -> found.tableGroupByExternalName(path.names().get(1)));
    return database.isEmpty() || group.isEmpty()
        ? Optional.empty()
        : apply(path, new DropTableGroup(database.get().name(), group.get().name(), false));
  }

  private Optional<String> apply(EntryPath path, CatalogChange change) {
    ChangeResult result = working.apply(change);
    if (result instanceof Refused refused) {
      return Optional.of(refused.rule().map(rule -> rule + ": ").orElse("") + refused.message());
    }
    if (result instanceof Changed changed) {
      if (!stands(changed.catalog(), path, change)) {
        return Optional.of("the name is taken, or reserved");
      }
      working = changed.catalog();
      steps.add(new Step(path, change));
    }
    return Optional.empty();
  }

  /** What is made must stand where the copy has it. */
  private static boolean stands(Catalog catalog, EntryPath path, CatalogChange change) {
    Optional<Database> database = catalog.databaseByExternalName(path.names().get(0));
    if (change instanceof CreateDatabase) {
      return database.isPresent();
    }
    return !(change instanceof CreateTableGroup)
        || database.flatMap(d -> d.tableGroupByExternalName(path.names().get(1))).isPresent();
  }
}
