package com.multigres.meta.model;

import com.google.protobuf.ByteString;
import com.multigres.meta.model.internal.StartIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A tablegroup: tables that are sharded alike. Immutable, equal by content, safe to share.
 *
 * <p>Its active shards tile the key space (C2), so every key has one: {@link #shardOf(byte[])}.
 */
public final class TableGroup implements Siblings.Named {
  private final long id;
  private final String name;
  private final String externalName;
  private final boolean isDefault;
  private final boolean dropping;
  private final List<Shard> shards;
  private final List<Shard> active;
  private @Nullable ActiveIndex index; // built by the first lookup, or by two that race

  /**
   * A tablegroup with its shards; whether they fit each other is {@link Catalog#check()}'s to say.
   *
   * @param id stable, never used again
   * @param name unique among the database's tablegroups
   * @param externalName a DNS label of at most 25 characters, fixed at creation
   * @param isDefault whether it is the database's default tablegroup
   * @param dropping whether it was dropped and is not yet forgotten
   * @param shards its shards in any order
   */
  public TableGroup(
      long id,
      String name,
      String externalName,
      boolean isDefault,
      boolean dropping,
      Collection<Shard> shards) {
    this.id = id;
    this.name = name;
    this.externalName = externalName.equals(name) ? name : externalName;
    this.isDefault = isDefault;
    this.dropping = dropping;
    this.shards = sorted(shards);
    this.active = active(this.shards);
  }

  private static List<Shard> sorted(Collection<Shard> shards) {
    Shard[] all = shards.toArray(new Shard[0]);
    for (int i = 1; i < all.length; i++) {
      if (compare(all[i - 1], all[i]) > 0) {
        Arrays.sort(all, TableGroup::compare);
        break;
      }
    }
    return List.of(all);
  }

  /** By start, then id. */
  private static int compare(Shard left, Shard right) {
    int order = KeyRange.compareStarts(left.range(), right.range());
    return order != 0 ? order : Long.compare(left.id(), right.id());
  }

  /** The same list where all are active, as they mostly are. */
  private static List<Shard> active(List<Shard> shards) {
    for (Shard shard : shards) {
      if (!shard.isActive()) {
        return shards.stream().filter(Shard::isActive).toList();
      }
    }
    return shards;
  }

  /** {@return its stable number} */
  public long id() {
    return id;
  }

  /** {@return its name} */
  @Override
  public String name() {
    return name;
  }

  /** {@return the DNS label by which copies outside know it} */
  @Override
  public String externalName() {
    return externalName;
  }

  /** {@return whether it is the database's default tablegroup} */
  public boolean isDefault() {
    return isDefault;
  }

  /** {@return whether it was dropped itself; see also {@link Database#stateOf}} */
  public boolean isDropping() {
    return dropping;
  }

  /** {@return all shards, by range start, then id} */
  public List<Shard> shards() {
    return shards;
  }

  /** {@return the shards that serve, by range start} */
  public List<Shard> activeShards() {
    return active;
  }

  /**
   * Its own state: {@code DROPPING} when it was dropped, else {@code READY} when all active shards
   * are, else {@code CREATING}.
   *
   * @return the state, without regard to the database's; see {@link Database#stateOf}
   */
  public ServingState state() {
    if (dropping) {
      return ServingState.DROPPING;
    }
    boolean ready = active.stream().allMatch(shard -> shard.state() == ShardState.READY);
    return ready ? ServingState.READY : ServingState.CREATING;
  }

  /**
   * The active shard that holds a key. Logarithmic, allocates at most the answer.
   *
   * @param key the key
   * @return the shard; nothing only in a catalog that breaks C2
   */
  public Optional<Shard> shardOf(byte[] key) {
    ActiveIndex built = index();
    int at = built.starts.floor(key);
    return at >= 0 && (built.tiles || built.shards[at].range().contains(key))
        ? Optional.of(built.shards[at])
        : Optional.empty();
  }

  /**
   * The active shard that holds a key. Logarithmic, allocates at most the answer.
   *
   * @param key the key
   * @return the shard; nothing only in a catalog that breaks C2
   */
  public Optional<Shard> shardOf(ByteString key) {
    ActiveIndex built = index();
    int at = built.starts.floor(key);
    return at >= 0 && (built.tiles || built.shards[at].range().contains(key))
        ? Optional.of(built.shards[at])
        : Optional.empty();
  }

  /**
   * The shard of a name, retired ones aside. Linear.
   *
   * @param shardName its name, as it was given
   * @return the active or pending shard of that name
   */
  public Optional<Shard> shard(String shardName) {
    return first(shard -> !shard.isRetired() && shard.name().equals(shardName));
  }

  /**
   * The shard of a number. Linear.
   *
   * @param shardId its id
   * @return the shard, of whatever placement
   */
  public Optional<Shard> shard(long shardId) {
    return first(shard -> shard.id() == shardId);
  }

  /**
   * The shard of an external name. Linear.
   *
   * @param external its external name
   * @return the shard, of whatever placement
   */
  public Optional<Shard> shardByExternalName(String external) {
    return first(shard -> shard.externalName().equals(external));
  }

  private Optional<Shard> first(Predicate<Shard> wanted) {
    for (Shard shard : shards) {
      if (wanted.test(shard)) {
        return Optional.of(shard);
      }
    }
    return Optional.empty();
  }

  /** {@return the splits and merges that are under way, in the order they were begun} */
  public List<Resharding> reshardings() {
    Map<Long, List<Shard>> members =
        shards.stream()
            .filter(Shard::isResharding)
            .collect(Collectors.groupingBy(Shard::reshardingId, TreeMap::new, Collectors.toList()));
    List<Resharding> all = new ArrayList<>(members.size());
    members.forEach((number, some) -> all.add(Resharding.of(number, some)));
    return List.copyOf(all);
  }

  private ActiveIndex index() {
    ActiveIndex built = index;
    if (built == null) {
      built = new ActiveIndex(active);
      index = built;
    }
    return built;
  }

  TableGroup withName(String next) {
    return new TableGroup(id, next, externalName, isDefault, dropping, shards);
  }

  TableGroup asDropping() {
    return new TableGroup(id, name, externalName, isDefault, true, shards);
  }

  TableGroup withShards(Collection<Shard> next) {
    return new TableGroup(id, name, externalName, isDefault, dropping, next);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof TableGroup that
            && id == that.id
            && isDefault == that.isDefault
            && dropping == that.dropping
            && name.equals(that.name)
            && externalName.equals(that.externalName)
            && shards.equals(that.shards));
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, name, externalName, isDefault, dropping, shards);
  }

  /** {@return its name and shards} */
  @Override
  public String toString() {
    return "TableGroup[" + id + " " + name + " " + shards + "]";
  }

  /** The active shards for lookups. Where they tile, the start alone decides. */
  private static final class ActiveIndex {
    private final StartIndex starts;
    private final Shard[] shards;
    private final boolean tiles;

    ActiveIndex(List<Shard> active) {
      List<KeyRange> ranges = active.stream().map(Shard::range).toList();
      starts = new StartIndex(ranges.stream().map(KeyRange::start).toList());
      shards = active.toArray(new Shard[0]);
      tiles = KeyRange.full().tilingFault(ranges).isEmpty();
    }
  }

  /**
   * A split or merge that is under way.
   *
   * @param id its number, from the same sequence as other ids
   * @param sources the active shards that it will retire, by range start
   * @param targets the pending shards that will take their place, by range start
   */
  public record Resharding(long id, List<Shard> sources, List<Shard> targets) {
    /** Keeps copies of both lists. */
    public Resharding {
      sources = List.copyOf(sources);
      targets = List.copyOf(targets);
    }

    static Resharding of(long id, List<Shard> members) {
      return new Resharding(
          id,
          members.stream().filter(Shard::isActive).toList(),
          members.stream().filter(shard -> shard.placement() == ShardPlacement.PENDING).toList());
    }
  }
}
