package com.multigres.meta.cluster.plan;

import com.multigres.meta.cluster.plan.AppliedState.BaseEntry;
import com.multigres.meta.cluster.plan.edit.CatalogEntries;
import com.multigres.meta.model.Catalog;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The units of one database, as base, catalog and copy have them.
 *
 * @param whole the database
 * @param byPath it and its tablegroups
 */
record Units(Unit whole, SortedMap<EntryPath, Unit> byPath) {

  static Units of(CopyInput copy, EntryPath database) {
    EntryPath after = EntryPath.of(database.names().get(0) + "\0");
    Side base = new Side();
    Side catalog = new Side();
    Side inCopy = new Side();
    Optional<AppliedState> applied = copy.copy().applied();
    if (copy.trusted()) {
      SortedMap<EntryPath, BaseEntry> agreed = applied.orElseThrow().base();
      agreed.subMap(database, after).forEach((path, entry) -> base.accept(path, entry.content()));
    }
    copy.desired()
        .subMap(database, after)
        .forEach(
            (path, entry) -> {
              if (!entry.dropping()) {
                catalog.accept(path, entry.content());
              }
            });
    copy.copy()
        .entries()
        .subMap(database, after)
        .forEach(
            (path, content) -> {
              if (applied.filter(state -> state.retained().containsKey(path)).isEmpty()) {
                inCopy.accept(path, content);
              }
            });
    SortedSet<EntryPath> paths = new TreeSet<>(base.contents.keySet());
    paths.addAll(catalog.contents.keySet());
    paths.addAll(inCopy.contents.keySet());
    SortedMap<EntryPath, Unit> units = new TreeMap<>();
    for (EntryPath path : paths) {
      units.put(path, new Unit(path, base.line(path), catalog.line(path), inCopy.line(path)));
    }
    Unit nothing = new Unit(database, Optional.empty(), Optional.empty(), Optional.empty());
    return new Units(units.getOrDefault(database, nothing), units);
  }

  /** The database first, then its tablegroups. */
  Collection<Unit> all() {
    return byPath.values();
  }

  Unit at(EntryPath path) {
    return Objects.requireNonNull(byPath.get(path));
  }

  /** What the copy marks as the default tablegroup. */
  String defaultGroup() {
    return byPath.values().stream()
        .filter(unit -> unit.path().names().size() == 2)
        .filter(unit -> CatalogEntries.isDefault(unit.contentInCopy()))
        .map(unit -> unit.path().names().get(1))
        .findFirst()
        .orElse(Catalog.DEFAULT_TABLE_GROUP);
  }

  /** Whether one side took the database away, and the other changed something in it. */
  boolean isTornBetweenSides() {
    boolean copyTook = whole.takenFrom(whole.inCopy());
    boolean catalogTook = whole.takenFrom(whole.inCatalog());
    return byPath.values().stream()
        .anyMatch(
            unit ->
                (copyTook && unit.changedTo(unit.inCatalog()))
                    || (catalogTook && unit.changedTo(unit.inCopy())));
  }

  /** What one side says of units. */
  private static final class Side implements BiConsumer<EntryPath, String> {
    private final SortedMap<EntryPath, String> contents = new TreeMap<>();
    private final SortedMap<EntryPath, SortedSet<String>> shards = new TreeMap<>();

    @Override
    public void accept(EntryPath path, String content) {
      if (path.names().size() < 3) {
        contents.put(path, content);
      } else {
        shards.computeIfAbsent(Unit.of(path), unit -> new TreeSet<>()).add(path.names().get(2));
      }
    }

    Optional<String> line(EntryPath path) {
      return Optional.ofNullable(contents.get(path))
          .map(content -> Unit.line(content, shards.getOrDefault(path, new TreeSet<>())));
    }
  }
}
