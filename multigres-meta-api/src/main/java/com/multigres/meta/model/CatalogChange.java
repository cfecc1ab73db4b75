package com.multigres.meta.model;

import java.util.List;

/**
 * One change to a catalog (C3). A value: what it names is looked up, and what it breaks is found
 * out, when it is applied. Every name it introduces must keep C10; where it names what is not
 * there, it is refused as {@code NOT_FOUND} unless it says otherwise.
 *
 * <p>While a database or tablegroup is {@code DROPPING} nothing new is made, placed, renamed,
 * split, merged or switched in it (C3); states, removals, cancelling and forgetting go on.
 */
public sealed interface CatalogChange {
  /**
   * Makes a database with its default tablegroup and that one's only shard, of the whole key space
   * and {@code CREATING} (C2, C3).
   *
   * @param name its name
   * @param defaultTableGroup the name of its default tablegroup
   * @param shard the name of the only shard: any spelling of the whole key space
   * @param ifNotExists whether an existing database of that name is no error; one that is {@code
   *     DROPPING} always is
   */
  record CreateDatabase(String name, String defaultTableGroup, String shard, boolean ifNotExists)
      implements CatalogChange {

    /**
     * A database with the usual names below it.
     *
     * @param name its name
     * @return the change, for which an existing database is an error
     */
    public static CreateDatabase named(String name) {
      return named(name, false);
    }

    /**
     * A database with the usual names below it.
     *
     * @param name its name
     * @param ifNotExists whether an existing database is no error
     * @return the change
     */
    public static CreateDatabase named(String name, boolean ifNotExists) {
      return new CreateDatabase(
          name, Catalog.DEFAULT_TABLE_GROUP, Catalog.DEFAULT_SHARD, ifNotExists);
    }
  }

  /**
   * Makes a database {@code DROPPING}; its name stays taken until it is forgotten (C3). Never the
   * default database (C2). A repeat alters nothing.
   *
   * @param name the database
   * @param ifExists whether a missing one is no error
   */
  record DropDatabase(String name, boolean ifExists) implements CatalogChange {}

  /**
   * Removes a {@code DROPPING} database with all it holds (C3).
   *
   * @param name the database
   * @param ifExists whether a missing one is no error
   */
  record ForgetDatabase(String name, boolean ifExists) implements CatalogChange {}

  /**
   * Renames a database; id and external name stay (C3).
   *
   * @param name the database
   * @param newName a name no other database has (C2)
   */
  record RenameDatabase(String name, String newName) implements CatalogChange {}

  /**
   * Makes a tablegroup whose shards, {@code ACTIVE} and {@code CREATING}, tile the key space (C2,
   * C3).
   *
   * @param database its database
   * @param name its name
   * @param shards the shards' names, each kept as given; they spell ranges
   * @param ifNotExists whether an existing tablegroup of that name is no error, whatever its
   *     shards; one that is {@code DROPPING} always is
   */
  record CreateTableGroup(String database, String name, List<String> shards, boolean ifNotExists)
      implements CatalogChange {
    /** Keeps a copy of the list. */
    public CreateTableGroup {
      shards = List.copyOf(shards);
    }

    /**
     * A tablegroup of equal shards.
     *
     * @param database its database
     * @param name its name
     * @param shardCount how many shards, from 1 to {@link KeyRange#MAX_PARTS}
     * @param ifNotExists whether an existing tablegroup is no error
     * @return the change, with the library's names for the shards
     * @throws IllegalArgumentException for another number
     */
    public static CreateTableGroup ofShards(
        String database, String name, int shardCount, boolean ifNotExists) {
      return new CreateTableGroup(
          database, name, namesOf(KeyRange.full().split(shardCount)), ifNotExists);
    }
  }

  /**
   * Makes a tablegroup {@code DROPPING}; its name stays taken until it is forgotten (C3). Never a
   * default tablegroup (C2). A repeat alters nothing.
   *
   * @param database its database
   * @param name the tablegroup
   * @param ifExists whether a missing one is no error
   */
  record DropTableGroup(String database, String name, boolean ifExists) implements CatalogChange {}

  /**
   * Removes a {@code DROPPING} tablegroup with its shards and table placements (C3). One that is
   * only under a dropping database goes with that.
   *
   * @param database its database
   * @param name the tablegroup
   * @param ifExists whether a missing one is no error
   */
  record ForgetTableGroup(String database, String name, boolean ifExists)
      implements CatalogChange {}

  /**
   * Renames a tablegroup; id and external name stay (C3).
   *
   * @param database its database
   * @param name the tablegroup
   * @param newName a name no other tablegroup of the database has (C2)
   */
  record RenameTableGroup(String database, String name, String newName) implements CatalogChange {}

  /**
   * Begins a split: {@code PENDING} shards beside an {@code ACTIVE} one, tiling exactly its range
   * (C2, C3). The shard must not be source of another split or merge, nor in a default tablegroup.
   * A repeat of a split that is under way alters nothing.
   *
   * @param database the database
   * @param tableGroup the tablegroup
   * @param shard the active shard
   * @param into the names of at least two new shards, kept as given; they spell ranges
   */
  record SplitShard(String database, String tableGroup, String shard, List<String> into)
      implements CatalogChange {
    /** Keeps a copy of the list. */
    public SplitShard {
      into = List.copyOf(into);
    }

    /**
     * A split into equal parts.
     *
     * @param database the database
     * @param tableGroup the tablegroup
     * @param shard the active shard
     * @param parts how many new shards, from 2 to {@link KeyRange#MAX_PARTS}
     * @return the change, with the library's names for the new shards
     * @throws IllegalArgumentException for another number, or when the shard's name spells no range
     */
    public static SplitShard intoEqual(
        String database, String tableGroup, String shard, int parts) {
      return new SplitShard(
          database, tableGroup, shard, namesOf(KeyRange.parse(shard).split(parts)));
    }
  }

  /**
   * Begins a merge: one {@code PENDING} shard for the joined range of neighbours, in the library's
   * spelling (C2, C3). None of them may be source of another split or merge. A repeat of a merge
   * that is under way alters nothing.
   *
   * @param database the database
   * @param tableGroup the tablegroup
   * @param shards the names of at least two active shards, in any order
   */
  record MergeShards(String database, String tableGroup, List<String> shards)
      implements CatalogChange {
    /** Keeps a copy of the list. */
    public MergeShards {
      shards = List.copyOf(shards);
    }
  }

  /**
   * Cancels a split or merge that has not been switched: its pending shards become {@code RETIRED},
   * its sources go on as if it had not been (C3).
   *
   * @param database the database
   * @param tableGroup the tablegroup
   * @param shards the names of all its pending shards, in any order
   */
  record CancelShards(String database, String tableGroup, List<String> shards)
      implements CatalogChange {
    /** Keeps a copy of the list. */
    public CancelShards {
      shards = List.copyOf(shards);
    }
  }

  /**
   * Ends a split or merge: its pending shards, all {@code READY}, become {@code ACTIVE}, its
   * sources {@code RETIRED} (C2, C3).
   *
   * @param database the database
   * @param tableGroup the tablegroup
   * @param shards the names of all its pending shards, in any order
   */
  record SwitchShards(String database, String tableGroup, List<String> shards)
      implements CatalogChange {
    /** Keeps a copy of the list. */
    public SwitchShards {
      shards = List.copyOf(shards);
    }
  }

  /**
   * Removes a {@code RETIRED} shard that has come to {@code DROPPING} (C3).
   *
   * @param database the database
   * @param tableGroup the tablegroup
   * @param shard its external name; or its name, where only one retired shard has it; or {@code #}
   *     and its id
   * @param ifExists whether a missing one is no error
   */
  record ForgetShard(String database, String tableGroup, String shard, boolean ifExists)
      implements CatalogChange {}

  /**
   * Places a table in a tablegroup (C3).
   *
   * @param database the database
   * @param table a table that is not placed yet
   * @param tableGroup the tablegroup
   * @param ifNotExists whether a table that is placed, wherever, is no error
   */
  record PlaceTable(String database, TableName table, String tableGroup, boolean ifNotExists)
      implements CatalogChange {}

  /**
   * Moves a placed table to a tablegroup (C3). Where it is there already, nothing is altered.
   *
   * @param database the database
   * @param table the table
   * @param tableGroup where it goes
   */
  record MoveTable(String database, TableName table, String tableGroup) implements CatalogChange {}

  /**
   * Removes a table's placement (C3).
   *
   * @param database the database
   * @param table the table
   * @param ifExists whether a table that is not placed, or a missing database, is no error
   */
  record RemoveTable(String database, TableName table, boolean ifExists) implements CatalogChange {}

  /**
   * Renames a placed table, also into another schema (C3).
   *
   * @param database the database
   * @param table the table
   * @param newName a name no other placed table of the database has (C2)
   */
  record RenameTable(String database, TableName table, TableName newName)
      implements CatalogChange {}

  /**
   * Sets a shard's state, one legal step of {@link ShardState} (C3). Where it is in that state
   * already, nothing is altered. {@code DROPPING} is only for {@code RETIRED} shards and those
   * under a {@code DROPPING} parent.
   *
   * @param database the database
   * @param tableGroup the tablegroup
   * @param shard the name of an active or pending shard; or the external name of any; or a name
   *     that only one retired shard has; or {@code #} and its id
   * @param state the next state
   */
  record SetShardState(String database, String tableGroup, String shard, ShardState state)
      implements CatalogChange {}

  /**
   * Says which source decides (C12). The same again alters nothing.
   *
   * @param authority the source
   */
  record SetAuthority(Authority authority) implements CatalogChange {}

  private static List<String> namesOf(List<KeyRange> ranges) {
    return ranges.stream().map(KeyRange::shardName).toList();
  }
}
