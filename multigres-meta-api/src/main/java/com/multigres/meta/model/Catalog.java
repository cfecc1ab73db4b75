package com.multigres.meta.model;

import com.google.protobuf.ByteString;
import com.multigres.meta.model.internal.PairTable;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The list of databases, for each its tablegroups, for each of those its shards and the tables
 * placed in it. An immutable value: equal by content, safe to share; {@link #apply(CatalogChange)}
 * shares with its answer whatever did not change.
 *
 * <p>Ids come from one sequence inside the value, so that equal catalogs and equal changes give
 * equal catalogs.
 */
public final class Catalog {
  /** The name of the default database. */
  public static final String DEFAULT_DATABASE = "postgres";

  /** The name of a default tablegroup. */
  public static final String DEFAULT_TABLE_GROUP = "default";

  /** The name of a default tablegroup's only shard. */
  public static final String DEFAULT_SHARD = "0-inf";

  private static final Catalog EMPTY =
      new Catalog(Siblings.of(List.of()), Authority.CATALOG, 1, List.of());
  private static final Catalog INITIAL =
      builder()
          .database(1, DEFAULT_DATABASE, DEFAULT_DATABASE, true, false)
          .tableGroup(1, 2, DEFAULT_TABLE_GROUP, DEFAULT_TABLE_GROUP, true, false)
          .shard(
              2,
              new Shard(
                  3,
                  DEFAULT_SHARD,
                  DEFAULT_SHARD,
                  KeyRange.full(),
                  ShardPlacement.ACTIVE,
                  ShardState.READY))
          .build();

  private final Siblings<Database> databases;
  private final Authority authority;
  private final long nextId;
  private final List<Violation> defects;
  private @Nullable PairTable<TableGroup> groups; // built by the first lookup, or by two that race

  Catalog(Siblings<Database> databases, Authority authority, long nextId, List<Violation> defects) {
    this.databases = databases;
    this.authority = authority;
    this.nextId = nextId;
    this.defects = List.copyOf(defects);
  }

  /**
   * The catalog of a fresh cluster (C1): the default database, its default tablegroup and its only
   * shard, which is {@code READY}.
   *
   * @return the same instance every time
   */
  public static Catalog initial() {
    return INITIAL;
  }

  /**
   * A catalog without databases: what was never initialised. It breaks C1, and is there to compare
   * with.
   *
   * @return the same instance every time
   */
  public static Catalog empty() {
    return EMPTY;
  }

  /**
   * A builder that starts empty, for stores that read a catalog row by row.
   *
   * @return a new builder
   */
  public static CatalogBuilder builder() {
    return new CatalogBuilder();
  }

  /**
   * What a change makes of this catalog. A pure function.
   *
   * @param change the change
   * @return the next catalog, this one, or why it was refused
   */
  public ChangeResult apply(CatalogChange change) {
    return Changes.apply(this, change);
  }

  /**
   * What a list of changes, each applied to what the one before made, makes of this catalog: all of
   * them or none. A pure function.
   *
   * @param changes the changes
   * @return the next catalog; this one, also when the changes undo each other; or why the first of
   *     them that was refused was
   */
  public ChangeResult apply(List<? extends CatalogChange> changes) {
    return Changes.apply(this, changes);
  }

  /**
   * Every rule that this catalog breaks. A catalog that came about by {@link #apply(CatalogChange)}
   * from {@link #initial()} breaks none. Linear.
   *
   * @return the violations, in the order of names
   */
  public List<Violation> check() {
    return new CatalogCheck(this).run();
  }

  /** {@return who decides about databases, tablegroups and shards (C12)} */
  public Authority authority() {
    return authority;
  }

  /** {@return the id that the next thing made gets; larger than every id ever used} */
  public long nextId() {
    return nextId;
  }

  /** {@return all databases by name} */
  public Collection<Database> databases() {
    return databases.all();
  }

  /**
   * The databases that another catalog does not hold as the very same objects. Between a catalog
   * and what {@link #apply(CatalogChange)} made of it, these are the ones that changed; between
   * catalogs that came about apart from each other, all.
   *
   * @param other the other catalog
   * @return this catalog's databases that the other does not share, by name
   */
  public List<Database> databasesNotSharedWith(Catalog other) {
    return databases.byName().valuesNotIn(other.databases.byName());
  }

  /**
   * The database of a name. Logarithmic.
   *
   * @param name the name
   * @return the database
   */
  public Optional<Database> database(String name) {
    return Optional.ofNullable(databases.named(name));
  }

  /**
   * The database of an external name. Logarithmic.
   *
   * @param externalName the external name
   * @return the database
   */
  public Optional<Database> databaseByExternalName(String externalName) {
    return Optional.ofNullable(databases.externallyNamed(externalName));
  }

  /** {@return the default database; nothing only in a catalog that breaks C1} */
  public Optional<Database> defaultDatabase() {
    return databases().stream().filter(Database::isDefault).findFirst();
  }

  /**
   * The tablegroup of a name. A hash lookup.
   *
   * @param database the name of its database
   * @param tableGroup its name
   * @return the tablegroup
   */
  public Optional<TableGroup> tableGroup(String database, String tableGroup) {
    return Optional.ofNullable(groups().get(database, tableGroup));
  }

  /**
   * The active shard that holds a key. A hash lookup and a logarithmic one; the first of a catalog
   * builds the hash table. Allocates at most the answer.
   *
   * @param database the name of a database
   * @param tableGroup the name of a tablegroup in it
   * @param key the key
   * @return the shard; nothing when there is no such tablegroup
   */
  public Optional<Shard> shardOf(String database, String tableGroup, byte[] key) {
    TableGroup group = groups().get(database, tableGroup);
    return group == null ? Optional.empty() : group.shardOf(key);
  }

  /**
   * The active shard that holds a key. A hash lookup and a logarithmic one; the first of a catalog
   * builds the hash table. Allocates at most the answer.
   *
   * @param database the name of a database
   * @param tableGroup the name of a tablegroup in it
   * @param key the key
   * @return the shard; nothing when there is no such tablegroup
   */
  public Optional<Shard> shardOf(String database, String tableGroup, ByteString key) {
    TableGroup group = groups().get(database, tableGroup);
    return group == null ? Optional.empty() : group.shardOf(key);
  }

  /**
   * The shard that a key of external names stands for.
   *
   * @param key three external names
   * @return the shard, of whatever placement
   */
  public Optional<Shard> shard(ShardKey key) {
    return databaseByExternalName(key.database())
        .flatMap(database -> database.tableGroupByExternalName(key.tableGroup()))
        .flatMap(group -> group.shardByExternalName(key.shard()));
  }

  /**
   * Visits every shard of whatever placement: databases and tablegroups by name, shards by range
   * start, then id.
   *
   * @param visitor gets each shard with its key
   */
  public void forEachShard(BiConsumer<ShardKey, Shard> visitor) {
    for (Database database : databases()) {
      for (TableGroup group : database.tableGroups()) {
        for (Shard shard : group.shards()) {
          ShardKey key =
              new ShardKey(database.externalName(), group.externalName(), shard.externalName());
          visitor.accept(key, shard);
        }
      }
    }
  }

  private PairTable<TableGroup> groups() {
    PairTable<TableGroup> built = groups;
    if (built == null) {
      int count = databases().stream().mapToInt(database -> database.tableGroups().size()).sum();
      built = new PairTable<>(count, this::putGroups);
      groups = built;
    }
    return built;
  }

  private void putGroups(PairTable.Sink<TableGroup> sink) {
    for (Database database : databases()) {
      database.tableGroups().forEach(group -> sink.put(database.name(), group.name(), group));
    }
  }

  Siblings<Database> siblings() {
    return databases;
  }

  List<Violation> defects() {
    return defects;
  }

  Catalog with(Siblings<Database> next, long following) {
    return new Catalog(next, authority, following, defects);
  }

  Catalog with(Database changed) {
    return with(databases.with(changed), nextId);
  }

  Catalog with(Authority next) {
    return new Catalog(databases, next, nextId, defects);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Catalog that
            && nextId == that.nextId
            && authority == that.authority
            && databases.equals(that.databases)
            && defects.equals(that.defects));
  }

  @Override
  public int hashCode() {
    return Objects.hash(databases, authority, nextId);
  }

  /** {@return authority, next id and everything it holds; long} */
  @Override
  public String toString() {
    return "Catalog[" + authority + " next " + nextId + " " + databases() + "]";
  }
}
