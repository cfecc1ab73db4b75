package com.multigres.meta.cluster.plan.edit;

import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CancelShards;
import com.multigres.meta.model.CatalogChange.MergeShards;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.model.CatalogChange.SwitchShards;
import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.model.TableGroup.Resharding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an edited list of a tablegroup's shards means. Shards added beside the one whose range they
 * tile begin a split, one beside those that tile its range begins a merge; taking the new ones out
 * again cancels it, taking the old ones out switches over. Anything else would leave keys without a
 * shard, and is none of these.
 *
 * @param changes what it means
 * @param problem what of it has no meaning
 */
record ShardEdit(List<CatalogChange> changes, Optional<String> problem) {

  static ShardEdit of(String database, TableGroup group, SortedSet<String> listed) {
    return new Reading(database, group, listed).read();
  }

  /** Names by the ranges they spell; those that spell none behind, for the catalog to refuse. */
  static List<String> inOrder(Collection<String> shards) {
    Comparator<String> byRange =
        Comparator.comparing(ShardEdit::range, Comparator.nullsLast(Comparator.naturalOrder()));
    return shards.stream().sorted(byRange.thenComparing(Comparator.naturalOrder())).toList();
  }

  private static @Nullable KeyRange range(String shard) {
    try {
      return KeyRange.parse(shard);
    } catch (IllegalArgumentException spellsNone) {
      return null;
    }
  }

  /** One reading of one list. */
  private static final class Reading {
    private final String database;
    private final TableGroup group;
    private final SortedSet<String> listed;
    private final Set<String> added;
    private final List<CatalogChange> changes = new ArrayList<>();

    Reading(String database, TableGroup group, SortedSet<String> listed) {
      this.database = database;
      this.group = group;
      this.listed = listed;
      added = new TreeSet<>(listed);
      group.shards().forEach(shard -> added.remove(shard.externalName()));
    }

    ShardEdit read() {
      Map<String, KeyRange> ranges = new HashMap<>();
      for (String name : added) {
        KeyRange range = range(name);
        if (range == null) {
          return told("its shard '" + name + "' spells no range");
        }
        ranges.put(name, range);
      }
      Set<String> gone = new TreeSet<>(); // retired ones are forgotten in their time
      for (Shard shard : group.shards()) {
        if (!shard.isRetired() && !listed.contains(shard.externalName())) {
          gone.add(shard.externalName());
        }
      }
      splits(ranges);
      merges(ranges);
      group.reshardings().forEach(resharding -> end(resharding, gone));
      if (added.isEmpty() && gone.isEmpty()) {
        return new ShardEdit(changes, Optional.empty());
      }
      return told(
          "its shards are neither a split or merge of those that stand, nor the end of one: "
              + (added.isEmpty() ? "" : "added " + added)
              + (added.isEmpty() || gone.isEmpty() ? "" : ", ")
              + (gone.isEmpty() ? "" : "gone " + gone));
    }

    private ShardEdit told(String problem) {
      return new ShardEdit(changes, Optional.of(problem));
    }

    private void splits(Map<String, KeyRange> ranges) {
      for (Shard shard : group.activeShards()) {
        List<String> parts =
            inOrder(added).stream().filter(name -> within(shard.range(), ranges, name)).toList();
        if (parts.size() > 1 && !shard.isResharding() && listed.contains(shard.externalName())) {
          List<KeyRange> tiles = parts.stream().map(ranges::get).toList();
          if (shard.range().tilingFault(tiles).isEmpty()) {
            changes.add(new SplitShard(database, group.name(), shard.name(), parts));
            parts.forEach(added::remove);
          }
        }
      }
    }

    private static boolean within(KeyRange whole, Map<String, KeyRange> ranges, String name) {
      KeyRange range = ranges.get(name);
      return range != null && whole.containsRange(range);
    }

    private void merges(Map<String, KeyRange> ranges) {
      for (String name : List.copyOf(added)) {
        KeyRange whole = ranges.get(name);
        if (whole == null || !whole.shardName().equals(name)) {
          continue; // a merge has the library's spelling
        }
        List<Shard> sources =
            group.activeShards().stream()
                .filter(shard -> whole.containsRange(shard.range()) && !shard.isResharding())
                .toList();
        List<KeyRange> tiles = sources.stream().map(Shard::range).toList();
        boolean stand = sources.stream().allMatch(s -> listed.contains(s.externalName()));
        if (sources.size() > 1 && stand && whole.tilingFault(tiles).isEmpty()) {
          List<String> names = sources.stream().map(Shard::name).toList();
          changes.add(new MergeShards(database, group.name(), names));
          added.remove(name);
        }
      }
    }

    private void end(Resharding resharding, Set<String> gone) {
      Set<String> targets = names(resharding.targets());
      Set<String> sources = names(resharding.sources());
      List<String> pending = resharding.targets().stream().map(Shard::name).toList();
      if (gone.containsAll(targets) && listed.containsAll(sources)) {
        changes.add(new CancelShards(database, group.name(), pending));
        gone.removeAll(targets);
      } else if (gone.containsAll(sources) && listed.containsAll(targets)) {
        changes.add(new SwitchShards(database, group.name(), pending));
        gone.removeAll(sources);
      }
    }

    private static Set<String> names(List<Shard> shards) {
      return shards.stream().map(Shard::externalName).collect(Collectors.toSet());
    }
  }
}
