package com.multigres.meta.cluster.plan;

import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.ForgetDatabase;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the log which of the databases that a copy last agreed on were dropped since. Follows
 * renames; says nothing of what a log with a gap cannot prove.
 */
public final class RecordedDrops {
  private final Map<String, Long> idByName = new HashMap<>();
  private final Set<Long> dropped = new HashSet<>();

  private RecordedDrops(AppliedState applied) {
    applied
        .base()
        .forEach(
            (path, entry) -> {
              if (path.names().size() == 1) {
                idByName.put(entry.name(), entry.id());
              }
            });
  }

  /**
   * The ids of the databases whose drop is recorded.
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
      record(idByName.get(drop.name()));
    } else if (change instanceof ForgetDatabase forget) {
      record(idByName.remove(forget.name()));
    } else if (change instanceof RenameDatabase rename) {
      Long id = idByName.remove(rename.name());
      if (id != null) {
        idByName.put(rename.newName(), id);
      }
    }
  }

  private void record(@Nullable Long id) {
    if (id != null) {
      dropped.add(id);
    }
  }
}
