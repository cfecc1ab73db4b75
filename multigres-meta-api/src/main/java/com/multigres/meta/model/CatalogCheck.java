package com.multigres.meta.model;

import com.multigres.meta.model.TableGroup.Resharding;
import com.multigres.meta.model.internal.ExternalNames;
import com.multigres.meta.model.internal.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Finds every rule that a catalog breaks. Used once. */
final class CatalogCheck {
  private final Catalog catalog;
  private final List<Violation> found = new ArrayList<>();
  private final Set<Long> ids = new HashSet<>();

  CatalogCheck(Catalog catalog) {
    this.catalog = catalog;
  }

  List<Violation> run() {
    found.addAll(catalog.defects());
    long defaults = catalog.databases().stream().filter(Database::isDefault).count();
    if (defaults != 1) {
      broken("C1", "there are " + defaults + " default databases, not one");
    }
    checkSiblings(catalog.databases(), "database", "");
    catalog.databases().forEach(this::check);
    return List.copyOf(found);
  }

  private void check(Database database) {
    String shown = "database " + Names.quoted(database.name());
    checkIdentity(shown, database.id(), database.name());
    checkExternalName(shown, database.externalName(), ExternalNames.DATABASE);
    if (database.isDefault() && database.isDropping()) {
      broken("C2", "the default " + shown + " is DROPPING");
    }
    long defaults = database.tableGroups().stream().filter(TableGroup::isDefault).count();
    if (defaults != 1) {
      broken("C2", shown + " has " + defaults + " default tablegroups, not one");
    }
    checkSiblings(database.tableGroups(), "tablegroup", " in " + shown);
    database.tableGroups().forEach(group -> check(database, group));
    checkTables(database, shown);
  }

  private void checkTables(Database database, String shown) {
    TableName previous = null;
    for (TableName table : database.tables()) {
      if (table.equals(previous)) {
        broken("C2", "table " + Names.quoted(table.toString()) + " is placed twice in " + shown);
      }
      checkName("schema of a table in " + shown, table.schema());
      checkName("table in " + shown, table.name());
      previous = table;
    }
  }

  private void check(Database database, TableGroup group) {
    String shown = Changes.shown(database, group.name());
    checkIdentity(shown, group.id(), group.name());
    checkExternalName(shown, group.externalName(), ExternalNames.TABLE_GROUP);
    List<Shard> active = group.activeShards();
    if (group.isDefault() && group.isDropping()) {
      broken("C2", "the default " + shown + " is DROPPING");
    }
    if (group.isDefault() && active.size() != 1) {
      broken("C2", "the default " + shown + " has " + active.size() + " active shards, not one");
    }
    KeyRange.full()
        .tilingFault(rangesOf(active))
        .ifPresent(
            fault ->
                broken(
                    "C2",
                    "the active shards of " + shown + " do not tile the key space: " + fault));
    boolean underDropping = database.isDropping() || group.isDropping();
    Set<String> names = new HashSet<>();
    Set<String> externalNames = new HashSet<>();
    for (Shard shard : group.shards()) {
      check(shard, "shard " + Names.quoted(shard.name()) + " in " + shown, underDropping);
      if (!shard.isRetired() && !names.add(shard.name())) {
        broken("C2", "two shards in " + shown + " are named " + Names.quoted(shard.name()));
      }
      if (!externalNames.add(shard.externalName())) {
        broken(
            "C2",
            "two shards in "
                + shown
                + " have the external name "
                + Names.quoted(shard.externalName()));
      }
    }
    group.reshardings().forEach(resharding -> check(resharding, shown));
  }

  private void check(Shard shard, String shown, boolean underDropping) {
    checkIdentity(shown, shard.id(), shard.name());
    checkExternalName(shown, shard.externalName(), ExternalNames.SHARD);
    try {
      if (!KeyRange.parse(shard.name()).equals(shard.range())) {
        broken("C2", shown + " holds " + shard.range() + ", which its name does not spell");
      }
    } catch (IllegalArgumentException e) {
      broken("C2", shown + ": " + e.getMessage());
    }
    boolean pending = shard.placement() == ShardPlacement.PENDING;
    if ((pending && !shard.isResharding()) || (shard.isRetired() && shard.isResharding())) {
      String part = pending ? "no" : "a";
      broken("C2", shown + " is " + shard.placement() + " and part of " + part + " split or merge");
    }
    if (shard.state() == ShardState.DROPPING && !shard.isRetired() && !underDropping) {
      broken("C3", shown + " is DROPPING, but " + shard.placement() + " and its parents stand");
    }
  }

  private void check(Resharding resharding, String shown) {
    List<KeyRange> sources = rangesOf(resharding.sources());
    List<KeyRange> targets = rangesOf(resharding.targets());
    String split = "split or merge #" + resharding.id() + " in " + shown;
    if (sources.isEmpty() || targets.isEmpty()) {
      broken("C2", split + " has " + (sources.isEmpty() ? "no source" : "no pending shard"));
      return;
    }
    if (resharding.id() >= catalog.nextId()) {
      broken("C2", split + " has an id that was not given out yet");
    }
    KeyRange whole = sources.get(0);
    for (KeyRange next : sources.subList(1, sources.size())) {
      if (!whole.isAdjacent(next)) {
        broken("C2", split + " has sources that are not neighbours: " + sources);
        return;
      }
      whole = whole.merge(next);
    }
    whole
        .tilingFault(targets)
        .ifPresent(fault -> broken("C2", split + " does not tile its sources: " + fault));
  }

  private <T extends Siblings.Named> void checkSiblings(
      Collection<T> siblings, String kind, String where) {
    Set<String> externalNames = new HashSet<>();
    String previous = null;
    for (T one : siblings) {
      if (Objects.equals(one.name(), previous)) {
        broken("C2", "two " + kind + "s" + where + " are named " + Names.quoted(one.name()));
      }
      if (!externalNames.add(one.externalName())) {
        broken(
            "C2",
            "two "
                + kind
                + "s"
                + where
                + " have the external name "
                + Names.quoted(one.externalName()));
      }
      previous = one.name();
    }
  }

  private void checkIdentity(String shown, long id, String name) {
    checkName(shown, name);
    if (!ids.add(id)) {
      broken("C2", shown + " has the id " + id + " of another");
    }
    if (id < 1 || id >= catalog.nextId()) {
      broken("C2", shown + " has the id " + id + ", which was not given out yet");
    }
  }

  private void checkName(String shown, String name) {
    Names.fault(name).ifPresent(fault -> broken("C10", "the name of " + shown + " " + fault));
  }

  private void checkExternalName(String shown, String externalName, ExternalNames kind) {
    if (!kind.qualifies(externalName)) {
      broken(
          "C2",
          shown + " has the external name " + Names.quoted(externalName) + ", which cannot be one");
    }
  }

  private static List<KeyRange> rangesOf(List<Shard> shards) {
    return shards.stream().map(Shard::range).toList();
  }

  private void broken(String rule, String message) {
    found.add(new Violation(rule, message));
  }
}
