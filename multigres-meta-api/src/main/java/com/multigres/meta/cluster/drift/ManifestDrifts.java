package com.multigres.meta.cluster.drift;

import com.multigres.meta.cluster.drift.Drift.Canonical;
import com.multigres.meta.cluster.plan.Place;
import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.cluster.spec.DatabaseSpec;
import com.multigres.meta.cluster.spec.ShardSpec;
import com.multigres.meta.cluster.spec.TableGroupSpec;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.TableGroup;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The catalog's databases, tablegroups and shards against those that the resource lists. */
record ManifestDrifts(ClusterPicture picture, Catalog catalog, List<Drift> drifts) {
  private static final String LISTED = "listed";

  void find() {
    picture.manifest().ifPresent(this::find);
  }

  private void find(ClusterSpec spec) {
    for (Database database : catalog.databases()) {
      String what = "database " + database.externalName();
      spec.databases().stream()
          .filter(wanted -> wanted.name().equals(database.externalName()))
          .findFirst()
          .ifPresentOrElse(
              wanted -> compare(what, database, wanted),
              () -> addUnless(database.isDropping(), what, database.state().name(), Drift.ABSENT));
    }
    for (DatabaseSpec wanted : spec.databases()) {
      if (catalog.databaseByExternalName(wanted.name()).isEmpty()) {
        add("database " + wanted.name(), Drift.ABSENT, LISTED);
      }
    }
  }

  private void compare(String what, Database database, DatabaseSpec wanted) {
    if (database.isDropping()) {
      add(what, database.state().name(), LISTED);
      return;
    }
    String within = database.externalName() + "/";
    for (TableGroup group : database.tableGroups()) {
      String which = "tablegroup " + within + group.externalName();
      wanted.tableGroups().stream()
          .filter(other -> other.name().equals(group.externalName()))
          .findFirst()
          .ifPresentOrElse(
              other -> compare(which, group, other),
              () -> addUnless(group.isDropping(), which, group.state().name(), Drift.ABSENT));
    }
    for (TableGroupSpec group : wanted.tableGroups()) {
      if (database.tableGroupByExternalName(group.name()).isEmpty()) {
        add("tablegroup " + within + group.name(), Drift.ABSENT, LISTED);
      }
    }
  }

  private void compare(String what, TableGroup group, TableGroupSpec wanted) {
    if (group.isDropping()) {
      add(what, group.state().name(), LISTED);
      return;
    }
    Set<String> listed =
        wanted.shards().stream()
            .map(ShardSpec::name)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> active = names(group.activeShards());
    Set<String> others = names(group.shards());
    boolean stranger = listed.stream().anyMatch(name -> !others.contains(name));
    if (stranger || !listed.containsAll(active)) {
      add(what + " shards", String.join(" ", active), String.join(" ", listed));
    }
  }

  private static Set<String> names(List<Shard> shards) {
    return shards.stream().map(Shard::externalName).collect(Collectors.toCollection(TreeSet::new));
  }

  private void addUnless(boolean agreed, String what, String inCatalog, String inResource) {
    if (!agreed) {
      add(what, inCatalog, inResource);
    }
  }

  private void add(String what, String inCatalog, String inResource) {
    Canonical canonical =
        switch (catalog.authority()) {
          case CATALOG -> Canonical.CATALOG;
          case KUBERNETES -> Canonical.KUBERNETES;
          case MERGE -> Canonical.MERGE;
        };
    String rule =
        switch (catalog.authority()) {
          case CATALOG -> "authority CATALOG: the bridge carries the catalog into the resource";
          case KUBERNETES -> "authority KUBERNETES: the resource becomes catalog changes";
          case MERGE -> "authority MERGE: a three-way merge against the last common state";
        };
    drifts.add(
        new Drift(what, Place.CATALOG, inCatalog, Place.KUBERNETES, inResource, canonical, rule));
  }
}
