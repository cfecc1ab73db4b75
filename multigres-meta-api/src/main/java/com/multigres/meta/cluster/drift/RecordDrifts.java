package com.multigres.meta.cluster.drift;

import com.multigres.meta.cluster.bridge.DatabaseContent;
import com.multigres.meta.cluster.drift.Drift.Canonical;
import com.multigres.meta.cluster.plan.AppliedState;
import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.cluster.plan.Place;
import com.multigres.meta.cluster.spec.DatabaseDefaults;
import com.multigres.meta.cluster.spec.DatabaseSpec;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.component.DatabaseRecord;
import java.util.List;
import java.util.Optional;

/** The catalog's databases against the records that the global topology has of them. */
record RecordDrifts(ClusterPicture picture, Catalog catalog, List<Drift> drifts) {
  private static final String RULE =
      "which databases there are, the catalog decides; the bridge carries them into the topology";
  private static final String DROPPED =
      "a dropped database leaves the topology under the deletion policy";

  void find() {
    for (Database database : catalog.databases()) {
      compare(database);
    }
    for (String name : picture.databases().keySet()) {
      if (catalog.databaseByExternalName(name).isEmpty() && !isRetained(name)) {
        add("database " + name, Drift.ABSENT, "registered", RULE);
      }
    }
  }

  private void compare(Database database) {
    String name = database.externalName();
    String what = "database " + name;
    DatabaseRecord record = picture.databases().get(name);
    if (isRetained(name)) {
      return;
    }
    if (database.isDropping()) {
      if (record != null) {
        add(what, database.state().name(), "registered", DROPPED);
      }
    } else if (record == null) {
      add(what, database.state().name(), Drift.ABSENT, RULE);
    } else {
      String wanted = DatabaseContent.of(settings(name), picture.cells().keySet());
      String standing = DatabaseContent.of(record);
      if (!wanted.equals(standing)) {
        add(what + " record", wanted, standing, RULE);
      }
    }
  }

  private boolean isRetained(String name) {
    return picture
        .applied()
        .map(AppliedState::retained)
        .filter(retained -> retained.containsKey(EntryPath.of(name)))
        .isPresent();
  }

  /** The resource's settings, where there is one; else those of the cluster's own entry. */
  private DatabaseDefaults settings(String name) {
    Optional<DatabaseDefaults> listed =
        picture
            .manifest()
            .map(
                spec ->
                    spec.databases().stream()
                        .filter(database -> database.name().equals(name))
                        .findFirst()
                        .map(DatabaseSpec::settings)
                        .orElse(spec.defaults()));
    return listed
        .or(() -> picture.entry().map(entry -> entry.settingsOf(name)))
        .orElse(DatabaseDefaults.STANDARD);
  }

  private void add(String what, String inCatalog, String inTopology, String rule) {
    drifts.add(
        new Drift(
            what, Place.CATALOG, inCatalog, Place.TOPOLOGY, inTopology, Canonical.CATALOG, rule));
  }
}
