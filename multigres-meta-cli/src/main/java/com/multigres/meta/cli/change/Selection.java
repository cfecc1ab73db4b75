package com.multigres.meta.cli.change;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.TableGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The tablegroups that a list is about.
 *
 * @param database a database
 * @param tableGroup one of its tablegroups
 */
public record Selection(Database database, TableGroup tableGroup) {

  /** All tablegroups, those of one database, or one. */
  public static List<Selection> of(CatalogSnapshot snapshot, Optional<Target> target) {
    List<Selection> selected = new ArrayList<>();
    for (Database database : databases(snapshot, target)) {
      for (TableGroup group : database.tableGroups()) {
        if (target.filter(Target::hasTableGroup).isEmpty()
            || group.name().equals(target.get().tableGroup())) {
          selected.add(new Selection(database, group));
        }
      }
    }
    if (selected.isEmpty() && target.isPresent()) {
      throw notFound("tablegroup " + target.get());
    }
    return selected;
  }

  private static Collection<Database> databases(CatalogSnapshot snapshot, Optional<Target> target) {
    if (target.isEmpty()) {
      return snapshot.catalog().databases();
    }
    String name = target.get().database();
    return List.of(
        snapshot
            .catalog()
            .database(name)
            .orElseThrow(() -> notFound("database " + Shown.name(name))));
  }

  private static CatalogException notFound(String what) {
    return CatalogException.refused(CatalogException.Code.NOT_FOUND, "there is no " + what);
  }

  /** Its name for people. */
  public String shown() {
    return Shown.name(database.name()) + "/" + Shown.name(tableGroup.name());
  }
}
