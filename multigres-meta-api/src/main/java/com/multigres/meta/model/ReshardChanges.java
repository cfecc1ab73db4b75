package com.multigres.meta.model;

import static com.multigres.meta.model.Changes.badInput;
import static com.multigres.meta.model.Changes.broken;
import static com.multigres.meta.model.Changes.exists;
import static com.multigres.meta.model.Changes.missing;
import static com.multigres.meta.model.Changes.shown;

import com.multigres.meta.model.CatalogChange.CancelShards;
import com.multigres.meta.model.CatalogChange.MergeShards;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.model.CatalogChange.SwitchShards;
import com.multigres.meta.model.TableGroup.Resharding;
import com.multigres.meta.model.internal.ExternalNames;
import com.multigres.meta.model.internal.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Splits and merges: begun, switched, cancelled. */
final class ReshardChanges {
  private ReshardChanges() {}

  static Catalog split(Catalog catalog, SplitShard change) {
    Scope scope = Scope.standing(catalog, change.database(), change.tableGroup());
    change.into().forEach(Changes::rangeOf);
    if (change.into().size() < 2) {
      throw badInput(
          "a split of shard "
              + Names.quoted(change.shard())
              + " needs at least two new shards, not "
              + change.into());
    }
    return scope.begin(List.of(scope.source(change.shard())), change.into());
  }

  static Catalog merge(Catalog catalog, MergeShards change) {
    Scope scope = Scope.standing(catalog, change.database(), change.tableGroup());
    if (new HashSet<>(change.shards()).size() < 2) {
      throw badInput("a merge needs at least two shards");
    }
    List<Shard> sources = new ArrayList<>();
    for (String name : new HashSet<>(change.shards())) {
      sources.add(scope.source(name));
    }
    return scope.begin(sources, List.of(joined(sources, scope).shardName()));
  }

  private static KeyRange joined(List<Shard> sources, Scope scope) {
    List<KeyRange> ranges = sources.stream().map(Shard::range).sorted().toList();
    KeyRange joined = ranges.get(0);
    for (KeyRange next : ranges.subList(1, ranges.size())) {
      if (!joined.isAdjacent(next)) {
        throw broken(
            "C2",
            "shards up to " + joined + " and " + next + " of " + scope + " are not neighbours");
      }
      joined = joined.merge(next);
    }
    return joined;
  }

  static Catalog cancel(Catalog catalog, CancelShards change) {
    Database database = Changes.database(catalog, change.database());
    Scope scope = new Scope(catalog, database, Changes.tableGroup(database, change.tableGroup()));
    Resharding resharding = scope.underWay(change.shards());
    return scope.ended(resharding, ShardPlacement.ACTIVE, ShardPlacement.RETIRED);
  }

  static Catalog switchOver(Catalog catalog, SwitchShards change) {
    Scope scope = Scope.standing(catalog, change.database(), change.tableGroup());
    Resharding resharding = scope.underWay(change.shards());
    for (Shard target : resharding.targets()) {
      if (target.state() != ShardState.READY) {
        throw broken(
            "C3",
            shown(target, scope.group, scope.database)
                + " is "
                + target.state()
                + ": a switch needs all its pending shards READY");
      }
    }
    return scope.ended(resharding, ShardPlacement.RETIRED, ShardPlacement.ACTIVE);
  }

  /** The tablegroup that a change is about, and where it stands. */
  private record Scope(Catalog catalog, Database database, TableGroup group) {
    static Scope standing(Catalog catalog, String database, String tableGroup) {
      Database in = Changes.standingDatabase(catalog, database);
      return new Scope(catalog, in, Changes.standingTableGroup(in, tableGroup));
    }

    Shard named(String name) {
      return group
          .shard(name)
          .orElseThrow(() -> missing("shard " + Names.quoted(name) + " in " + this));
    }

    Shard source(String name) {
      Shard shard = named(name);
      if (group.isDefault()) {
        throw broken("C2", "the default " + this + " has exactly one shard, of the whole range");
      }
      if (!shard.isActive()) {
        throw broken("C3", shown(shard, group, database) + " is PENDING, not ACTIVE");
      }
      return shard;
    }

    Catalog begin(List<Shard> sources, List<String> names) {
      if (isRepeat(sources, names)) {
        return catalog;
      }
      for (Shard source : sources) {
        if (source.isResharding()) {
          throw broken(
              "C2",
              shown(source, group, database) + " is source of another split or merge already");
        }
      }
      long resharding = catalog.nextId();
      List<Shard> targets = targets(names, resharding);
      checkTiling(sources, targets);
      List<Shard> next = new ArrayList<>(group.shards());
      next.removeAll(new HashSet<>(sources));
      sources.forEach(source -> next.add(source.withPlacement(source.placement(), resharding)));
      next.addAll(targets);
      Database changed = database.with(database.siblings().with(group.withShards(next)));
      return catalog.with(catalog.siblings().with(changed), resharding + 1 + targets.size());
    }

    private boolean isRepeat(List<Shard> sources, List<String> names) {
      long id = sources.get(0).reshardingId();
      return group.reshardings().stream()
          .filter(resharding -> resharding.id() == id)
          .anyMatch(
              resharding ->
                  Set.copyOf(resharding.sources()).equals(Set.copyOf(sources))
                      && namesOf(resharding.targets()).equals(Set.copyOf(names)));
    }

    private List<Shard> targets(List<String> names, long resharding) {
      Set<String> taken =
          group.shards().stream().map(Shard::externalName).collect(Collectors.toSet());
      Set<String> seen = new HashSet<>();
      List<Shard> targets = new ArrayList<>(names.size());
      for (String name : names) {
        KeyRange range = Changes.rangeOf(name);
        if (!seen.add(name)) {
          throw badInput("shard " + Names.quoted(name) + " is named twice");
        }
        if (group.shard(name).isPresent()) {
          throw exists("shard " + Names.quoted(name) + " in " + this);
        }
        String externalName = ExternalNames.SHARD.choose(name, taken::contains);
        taken.add(externalName);
        long id = resharding + 1 + targets.size();
        targets.add(
            new Shard(
                id,
                name,
                externalName,
                range,
                ShardPlacement.PENDING,
                ShardState.CREATING,
                resharding));
      }
      return targets;
    }

    private void checkTiling(List<Shard> sources, List<Shard> targets) {
      KeyRange whole = joined(sources, this);
      Optional<String> fault = whole.tilingFault(targets.stream().map(Shard::range).toList());
      if (fault.isPresent()) {
        throw broken(
            "C2",
            "shards "
                + targets.stream().map(Shard::name).toList()
                + " of "
                + this
                + " do not tile "
                + whole
                + ": "
                + fault.get());
      }
    }

    /** The split or merge that has exactly these pending shards. */
    Resharding underWay(List<String> names) {
      if (names.isEmpty()) {
        throw badInput("no pending shard is named");
      }
      for (String name : names) {
        Shard shard = named(name);
        if (shard.placement() != ShardPlacement.PENDING) {
          throw broken("C3", shown(shard, group, database) + " is ACTIVE, not PENDING");
        }
      }
      long id = named(names.get(0)).reshardingId();
      Resharding resharding =
          group.reshardings().stream()
              .filter(one -> one.id() == id)
              .findFirst()
              .orElseThrow(
                  () -> broken("C2", "shards " + names + " of " + this + " have no source"));
      Set<String> targets = namesOf(resharding.targets());
      if (!targets.equals(Set.copyOf(names))) {
        throw broken(
            "C2",
            "shards "
                + names
                + " of "
                + this
                + " are not one split or merge: that of "
                + Names.quoted(names.get(0))
                + " has "
                + targets.stream().sorted().toList());
      }
      return resharding;
    }

    Catalog ended(Resharding ending, ShardPlacement sources, ShardPlacement targets) {
      UnaryOperator<Shard> end =
          shard ->
              shard.reshardingId() != ending.id()
                  ? shard
                  : shard.withPlacement(shard.isActive() ? sources : targets, Shard.NO_RESHARDING);
      List<Shard> next = group.shards().stream().map(end).toList();
      return Changes.with(catalog, database, group.withShards(next));
    }

    private static Set<String> namesOf(List<Shard> shards) {
      return shards.stream().map(Shard::name).collect(Collectors.toSet());
    }

    @Override
    public String toString() {
      return shown(database, group.name());
    }
  }
}
