package com.multigres.meta.cluster.plan;

import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.cluster.plan.AppliedState.BaseEntry;
import com.multigres.meta.cluster.plan.edit.CatalogEntries;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CancelShards;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.MergeShards;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.model.CatalogChange.SwitchShards;
import com.multigres.meta.model.Database;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * Edits of a copy that became changes of the catalog, and of which nothing is written down beside
 * the copy, as who carried them died before. At such a change both sides agreed on what it is
 * about: that, and not what is written down, is what a later change of either side is compared
 * with. Otherwise what one side undid meanwhile would look as if only the other had changed it.
 */
public final class UnnotedAdoptions {
  private final SortedMap<EntryPath, BaseEntry> base;
  private final AppliedState noted;
  private final Set<Long> dropped = new HashSet<>();

  private UnnotedAdoptions(AppliedState noted) {
    this.noted = noted;
    base = new TreeMap<>(noted.base());
  }

  /**
   * What both sides agreed on last.
   *
   * @param applied what is written down, and what was adopted since
   * @param recordedDrops ids of what the log says was dropped after it was agreed on
   */
  public record Agreed(AppliedState applied, Set<Long> recordedDrops) {}

  /**
   * Looks for them.
   *
   * @param noted what is written down
   * @param log the log's entries in any order; those up to the noted position are ignored
   * @param author who the log names for the bridge's own changes
   * @param catalogs the catalog as it stood at a generation
   * @return what was agreed on
   */
  public static Agreed since(
      AppliedState noted, List<HistoryEntry> log, String author, LongFunction<Catalog> catalogs) {
    UnnotedAdoptions adoptions = new UnnotedAdoptions(noted);
    adoptions.dropped.addAll(RecordedDrops.since(noted, log));
    log.stream()
        .filter(entry -> entry.position().generation() > noted.position().generation())
        .filter(entry -> entry.author().equals(author))
        .filter(entry -> entry.changes().stream().anyMatch(UnnotedAdoptions::adopts))
        .sorted(Comparator.comparingLong(entry -> entry.position().generation()))
        .forEach(
            entry -> adoptions.follow(entry, log, catalogs.apply(entry.position().generation())));
    return new Agreed(
        new AppliedState(noted.position(), adoptions.base, noted.retained()), adoptions.dropped);
  }

  private static boolean adopts(CatalogChange change) {
    return names(change).isPresent();
  }

  private void follow(HistoryEntry entry, List<HistoryEntry> log, Catalog then) {
    SortedMap<EntryPath, BaseEntry> adopted = new TreeMap<>();
    for (CatalogChange change : entry.changes()) {
      names(change)
          .flatMap(names -> path(then, names))
          .ifPresent(
              path -> {
                base.keySet().removeIf(path::holds);
                adopted.putAll(under(path, then));
              });
    }
    base.putAll(adopted);
    Position position = entry.position();
    dropped.addAll(RecordedDrops.since(new AppliedState(position, adopted, noted.retained()), log));
  }

  private static SortedMap<EntryPath, BaseEntry> under(EntryPath path, Catalog then) {
    SortedMap<EntryPath, BaseEntry> entries = new TreeMap<>();
    CatalogEntries.of(then)
        .forEach(
            (below, entry) -> {
              if (path.holds(below) && !entry.dropping()) {
                entries.put(below, new BaseEntry(entry.id(), entry.name(), entry.content()));
              }
            });
    return entries;
  }

  /** The catalog's names of what an edit was about: a database, or a tablegroup in one. */
  private static Optional<List<String>> names(CatalogChange change) {
    if (change instanceof CreateDatabase create) {
      return Optional.of(List.of(create.name()));
    } else if (change instanceof DropDatabase drop) {
      return Optional.of(List.of(drop.name()));
    } else if (change instanceof CreateTableGroup create) {
      return Optional.of(List.of(create.database(), create.name()));
    } else if (change instanceof DropTableGroup drop) {
      return Optional.of(List.of(drop.database(), drop.name()));
    } else if (change instanceof SplitShard split) {
      return Optional.of(List.of(split.database(), split.tableGroup()));
    } else if (change instanceof MergeShards merge) {
      return Optional.of(List.of(merge.database(), merge.tableGroup()));
    } else if (change instanceof SwitchShards shards) {
      return Optional.of(List.of(shards.database(), shards.tableGroup()));
    } else if (change instanceof CancelShards cancel) {
      return Optional.of(List.of(cancel.database(), cancel.tableGroup()));
    }
    return Optional.empty();
  }

  private static Optional<EntryPath> path(Catalog then, List<String> names) {
    Optional<Database> database = then.database(names.get(0));
    if (names.size() == 1) {
      return database.map(found -> EntryPath.of(found.externalName()));
    }
    return database.flatMap(
        found ->
            then.tableGroup(names.get(0), names.get(1))
                .map(group -> EntryPath.of(found.externalName(), group.externalName())));
  }
}
