package com.multigres.meta.k8s.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.k8s.resource.Content;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogBuilder;
import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.ShardPlacement;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.Violation;
import com.multigres.meta.store.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Puts a catalog together from what a resource says and what is known beside it. What is known no
 * id of, somebody added by hand: it gets the next ones, the same whoever reads it first. Used once.
 */
final class CatalogAssembly {
  private final SideState known;
  private final CatalogBuilder builder = Catalog.builder();
  private long nextId;

  private CatalogAssembly(SideState known) {
    this.known = known;
    this.nextId = known.nextId();
  }

  static Catalog of(Content content, SideState known) {
    return new CatalogAssembly(known).assemble(content);
  }

  /** The catalog of a resource that has none yet: what it lists, and the default database (C1). */
  static Catalog first(Content listed) {
    SortedMap<String, Content.Db> all = new TreeMap<>(listed.databases());
    boolean named = all.containsKey(Catalog.DEFAULT_DATABASE);
    boolean marked = all.values().stream().anyMatch(Content.Db::isDefault);
    if (!named && !marked) {
      SortedMap<String, Content.Group> groups = new TreeMap<>();
      groups.put(Catalog.DEFAULT_TABLE_GROUP, Content.Group.standard());
      all.put(Catalog.DEFAULT_DATABASE, new Content.Db(true, groups, false));
    }
    Catalog catalog = of(new Content(all), SideState.none());
    List<Violation> violations = catalog.check();
    if (!violations.isEmpty()) {
      Violation first = violations.get(0);
      throw new CatalogException(
          Code.RULE_BROKEN,
          first.rule(),
          Outcome.NOT_APPLIED,
          first.rule() + ": what spec.databases lists is no catalog: " + first.message(),
          null,
          null);
    }
    return catalog;
  }

  private Catalog assemble(Content content) {
    List<Map.Entry<String, Content.Db>> all = new ArrayList<>(content.databases().entrySet());
    // The default one first, as when it is made; the sort keeps the order of names otherwise.
    all.sort(Comparator.comparing(entry -> !entry.getValue().isDefault()));
    all.forEach(entry -> database(entry.getKey(), entry.getValue()));
    return builder.authority(known.authority()).nextId(nextId).build();
  }

  private void database(String external, Content.Db database) {
    SideState.Db before = known.databases().get(external);
    long id = before == null ? nextId++ : before.id();
    String name = before == null ? external : before.name();
    boolean dropping = before != null && before.dropping();
    builder.database(id, name, external, database.isDefault(), dropping);
    SortedMap<String, SideState.Group> groups = before == null ? new TreeMap<>() : before.groups();
    database
        .groups()
        .forEach(
            (groupName, group) ->
                group(id, groupName, group, groups, database.isDefault() && group.isDefault()));
  }

  private void group(
      long databaseId,
      String external,
      Content.Group group,
      SortedMap<String, SideState.Group> siblings,
      boolean serves) {
    SideState.Group before = siblings.get(external);
    long id = before == null ? nextId++ : before.id();
    String name = before == null ? external : before.name();
    boolean dropping = before != null && before.dropping();
    builder.tableGroup(databaseId, id, name, external, group.isDefault(), dropping);
    SortedMap<String, SideState.Part> parts = before == null ? new TreeMap<>() : before.shards();
    for (String shard : group.shards()) {
      builder.shard(id, shard(shard, parts, serves));
    }
  }

  /** Only the shard that has the catalog is known to serve (C1): a resource has no states. */
  private Shard shard(String external, SortedMap<String, SideState.Part> parts, boolean serves) {
    SideState.Part before = parts.get(external);
    long id = before == null ? nextId++ : before.id();
    String name = before == null ? external : before.name();
    ShardState state = serves ? ShardState.READY : ShardState.CREATING;
    return new Shard(id, name, external, range(name), ShardPlacement.ACTIVE, state);
  }

  private static KeyRange range(String shard) {
    try {
      return KeyRange.parse(shard);
    } catch (IllegalArgumentException spellsNone) {
      throw new CatalogException(
          Code.RULE_BROKEN,
          "C2",
          Outcome.NOT_APPLIED,
          "C2: spec.databases has a shard named '" + shard + "', which spells no range",
          null,
          spellsNone);
    }
  }
}
