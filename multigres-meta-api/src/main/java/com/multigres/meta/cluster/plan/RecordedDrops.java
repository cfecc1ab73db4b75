package com.multigres.meta.cluster.plan;

import com.google.common.primitives.Longs;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.ForgetDatabase;
import com.multigres.meta.model.CatalogChange.ForgetShard;
import com.multigres.meta.model.CatalogChange.ForgetTableGroup;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import com.multigres.meta.model.CatalogChange.RenameTableGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads from the log which of the databases, tablegroups and shards that a copy last agreed on were
 * dropped since. Follows renames; says nothing of what a log with a gap cannot prove. What is below
 * something that was dropped went with it.
 */
public final class RecordedDrops {
  private final Map<List<String>, Named> byName = new HashMap<>();
  private final AppliedState applied;
  private final Set<Long> dropped = new HashSet<>();

  /** An entry that the copy agreed on. */
  private record Named(EntryPath path, long id) {}

  private RecordedDrops(AppliedState applied) {
    this.applied = applied;
    Map<EntryPath, String> names = new HashMap<>();
    applied.base().forEach((path, entry) -> names.put(path, entry.name()));
    applied
        .base()
        .forEach((path, entry) -> byName.put(names(path, names), new Named(path, entry.id())));
  }

  /** The catalog's names of an entry and of what it is a part of. */
  private static List<String> names(EntryPath path, Map<EntryPath, String> names) {
    List<String> all = new ArrayList<>();
    for (Optional<EntryPath> at = Optional.of(path); at.isPresent(); at = at.get().parent()) {
      all.add(0, names.getOrDefault(at.get(), ""));
    }
    return all;
  }

  /**
   * The ids of what the log says was dropped.
   *
   * @param applied what the copy last agreed on, and as of which position
   * @param log the log's entries in any order; those up to that position are ignored
   * @return the ids; empty when the log does not reach back to the position without a gap
   */
  public static Set<Long> since(AppliedState applied, List<HistoryEntry> log) {
    long applies = applied.position().generation();
    List<HistoryEntry> later =
        log.stream()
            .filter(entry -> entry.position().generation() > applies)
            .sorted(Comparator.comparingLong(entry -> entry.position().generation()))
            .toList();
    RecordedDrops drops = new RecordedDrops(applied);
    long expected = applies;
    for (HistoryEntry entry : later) {
      expected++;
      if (entry.position().generation() != expected) {
        return Set.of();
      }
      entry.changes().forEach(drops::follow);
    }
    return Set.copyOf(drops.dropped);
  }

  private void follow(CatalogChange change) {
    if (change instanceof DropDatabase drop) {
      record(List.of(drop.name()));
    } else if (change instanceof ForgetDatabase forget) {
      forget(List.of(forget.name()));
    } else if (change instanceof RenameDatabase rename) {
      rename(List.of(rename.name()), List.of(rename.newName()));
    } else if (change instanceof DropTableGroup drop) {
      record(List.of(drop.database(), drop.name()));
    } else if (change instanceof ForgetTableGroup forget) {
      forget(List.of(forget.database(), forget.name()));
    } else if (change instanceof RenameTableGroup rename) {
      rename(
          List.of(rename.database(), rename.name()), List.of(rename.database(), rename.newName()));
    } else if (change instanceof ForgetShard forget) {
      forgetShard(forget);
    }
  }

  /** A shard is named by its number where its name is not the only one. */
  private void forgetShard(ForgetShard forget) {
    Long id = forget.shard().startsWith("#") ? Longs.tryParse(forget.shard().substring(1)) : null;
    if (id != null) {
      dropped.add(id);
    } else {
      forget(List.of(forget.database(), forget.tableGroup(), forget.shard()));
    }
  }

  private void record(List<String> name) {
    Named named = byName.get(name);
    if (named == null) {
      return;
    }
    applied.base().tailMap(named.path()).entrySet().stream()
        .takeWhile(entry -> named.path().holds(entry.getKey()))
        .forEach(entry -> dropped.add(entry.getValue().id()));
  }

  /** What gets that name later is another. */
  private void forget(List<String> name) {
    record(name);
    moved(name);
  }

  private void rename(List<String> from, List<String> to) {
    moved(from)
        .forEach(
            (name, named) -> {
              List<String> after = new ArrayList<>(to);
              after.addAll(name.subList(from.size(), name.size()));
              byName.put(after, named);
            });
  }

  /** Takes a name and all below it away. */
  private Map<List<String>, Named> moved(List<String> name) {
    Map<List<String>, Named> moved = new HashMap<>();
    byName.forEach(
        (all, named) -> {
          if (all.size() >= name.size() && all.subList(0, name.size()).equals(name)) {
            moved.put(all, named);
          }
        });
    byName.keySet().removeAll(moved.keySet());
    return moved;
  }
}
