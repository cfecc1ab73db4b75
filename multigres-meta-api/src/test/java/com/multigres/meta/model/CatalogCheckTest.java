package com.multigres.meta.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Rows that no change could make, one fault each. */
class CatalogCheckTest {
  private static final String TG = "tablegroup \"tg\" of database \"db\"";

  @Test
  void rowsThatKeepTheRulesAreRight() {
    assertThat(rows("0-8", "8-inf").build().check()).isEmpty();
    assertThat(rows("8-inf").shard(20, active(31, "0-8")).build().check()).isEmpty();
  }

  @Test
  void aGapIsFound() {
    assertFound(
        rows("0-8", "9-inf"),
        "C2: the active shards of " + TG + " do not tile the key space: gap 8-9");
    assertFound(rows(), "C2: the active shards of " + TG + " do not tile the key space: gap 0-inf");
  }

  @Test
  void anOverlapIsFound() {
    assertFound(
        rows("0-8", "4-inf"),
        "C2: the active shards of " + TG + " do not tile the key space: overlap of 0-8 and 4-inf");
  }

  @Test
  void twoDefaultsAreFound() {
    assertFound(
        rows("0-inf")
            .database(40, "x", "x", true, false)
            .tableGroup(40, 41, "d", "d", true, false)
            .shard(41, active(42, "0-inf")),
        "C1: there are 2 default databases, not one");
    assertFound(
        rows("0-inf")
            .tableGroup(10, 41, "other", "other", true, false)
            .shard(41, active(42, "0-inf")),
        "C2: database \"db\" has 2 default tablegroups, not one");
  }

  @Test
  void aMissingDefaultTableGroupIsFound() {
    assertFound(
        rows("0-inf").database(40, "x", "x", false, false),
        "C2: database \"x\" has 0 default tablegroups, not one");
  }

  @Test
  void aDefaultTableGroupOfSeveralShardsIsFound() {
    assertFound(
        rows("0-inf")
            .database(40, "x", "x", false, false)
            .tableGroup(40, 41, "d", "d", true, false)
            .shard(41, active(42, "0-8"))
            .shard(41, active(43, "8-inf")),
        "C2: the default tablegroup \"d\" of database \"x\" has 2 active shards, not one");
  }

  @Test
  void aDroppedDefaultIsFound() {
    assertFound(
        Catalog.builder()
            .database(1, "m", "m", true, true)
            .tableGroup(1, 2, "d", "d", true, false)
            .shard(2, active(3, "0-inf")),
        "C2: the default database \"m\" is DROPPING");
    assertFound(
        Catalog.builder()
            .database(1, "m", "m", true, false)
            .tableGroup(1, 2, "d", "d", true, true)
            .shard(2, active(3, "0-inf")),
        "C2: the default tablegroup \"d\" of database \"m\" is DROPPING");
  }

  @Test
  void namesThatTwoSiblingsHaveAreFound() {
    assertFound(withDatabase("db", "db-2"), "C2: two databases are named \"db\"");
    assertFound(withDatabase("other", "db"), "C2: two databases have the external name \"db\"");
    assertFound(
        rows("0-inf").tableGroup(10, 41, "tg", "tg-2", false, false).shard(41, active(42, "0-inf")),
        "C2: two tablegroups in database \"db\" are named \"tg\"");
    assertFound(
        rows("0-inf").table(20, "public", "t").table(12, "public", "t"),
        "C2: table \"public.t\" is placed twice in database \"db\"");
  }

  @Test
  void shardsWithOneNameAreFoundUnlessRetired() {
    CatalogBuilder twice =
        rows("0-inf")
            .shard(20, shard(41, "0-inf", "x", ShardPlacement.PENDING, 50))
            .shard(20, shard(42, "0-inf", "x", ShardPlacement.RETIRED, 0))
            .nextId(60);
    assertThat(twice.build().check())
        .extracting(Violation::toString)
        .contains(
            "C2: two shards in " + TG + " are named \"0-inf\"",
            "C2: two shards in " + TG + " have the external name \"x\"");
    assertThat(
            rows("0-inf")
                .shard(20, shard(42, "0-inf", "x", ShardPlacement.RETIRED, 0))
                .build()
                .check())
        .isEmpty();
  }

  @Test
  void aNameThatDoesNotSpellItsRangeIsFound() {
    Shard wrong =
        new Shard(
            41, "0-8", "0-8", KeyRange.parse("8-inf"), ShardPlacement.ACTIVE, ShardState.READY);
    assertFound(
        rows("-80").shard(20, wrong),
        "C2: shard \"0-8\" in " + TG + " holds 8-inf, which its name does not spell");
    Shard none =
        new Shard(41, "x", "x", KeyRange.parse("8-inf"), ShardPlacement.ACTIVE, ShardState.READY);
    assertFound(
        rows("0-8").shard(20, none),
        "C2: shard \"x\" in "
            + TG
            + ": 'x' is not a key range: it has no -; write START-END, as 0-8, -80 or"
            + " 8-inf");
  }

  @Test
  void pendingShardsThatDoNotTileTheirSourcesAreFound() {
    assertFound(
        splitting("0-4", "5-8"),
        "C2: split or merge #50 in " + TG + " does not tile its sources: gap 4-5");
    assertFound(
        splitting("0-4", "4-inf"),
        "C2: split or merge #50 in " + TG + " does not tile its sources: 4-inf ends outside 0-8");
    assertThat(splitting("0-4", "4-8").build().check()).isEmpty();
  }

  @Test
  void aSplitWithoutSourceOrTargetIsFound() {
    assertFound(splitting(), "C2: split or merge #50 in " + TG + " has no pending shard");
    assertFound(
        rows("0-inf").shard(20, shard(41, "0-8", "0-8", ShardPlacement.PENDING, 50)).nextId(60),
        "C2: split or merge #50 in " + TG + " has no source");
    assertFound(
        rows("0-inf").shard(20, shard(41, "0-8", "0-8", ShardPlacement.PENDING, 0)),
        "C2: shard \"0-8\" in " + TG + " is PENDING and part of no split or merge");
    assertFound(
        splitting("0-8").shard(20, shard(49, "0-2", "0-2", ShardPlacement.RETIRED, 50)),
        "C2: two shards in " + TG + " are named \"0-8\"",
        "C2: shard \"0-2\" in " + TG + " is RETIRED and part of a split or merge");
  }

  @Test
  void sourcesThatAreNoNeighboursAreFound() {
    CatalogBuilder merging =
        rows("4-8")
            .shard(20, shard(41, "0-4", "0-4", ShardPlacement.ACTIVE, 50))
            .shard(20, shard(42, "8-inf", "8-inf", ShardPlacement.ACTIVE, 50))
            .shard(20, shard(43, "0-inf", "0-inf", ShardPlacement.PENDING, 50))
            .nextId(60);
    assertFound(
        merging,
        "C2: split or merge #50 in " + TG + " has sources that are not neighbours: [0-4, 8-inf]");
  }

  @Test
  void aDroppingShardThatServesIsFoundUnlessItsParentIsDropping() {
    UnaryOperator<CatalogBuilder> add =
        rows -> rows.shard(20, active(41, "0-inf").withState(ShardState.DROPPING));
    assertFound(
        add.apply(rows()),
        "C3: shard \"0-inf\" in " + TG + " is DROPPING, but ACTIVE and its parents stand");
    CatalogBuilder dropping =
        Catalog.builder()
            .database(1, "m", "m", true, false)
            .tableGroup(1, 2, "d", "d", true, false)
            .shard(2, active(3, "0-inf"))
            .tableGroup(1, 20, "tg", "tg", false, true);
    assertThat(add.apply(dropping).build().check()).isEmpty();
  }

  @Test
  void idsThatWereGivenTwiceOrNotYetAreFound() {
    assertThat(rows("0-8").shard(20, active(30, "8-inf")).build().check())
        .extracting(Violation::toString)
        .containsExactly("C2: shard \"8-inf\" in " + TG + " has the id 30 of another");
    assertThat(rows("0-8").shard(20, active(0, "8-inf")).build().check())
        .extracting(Violation::toString)
        .containsExactly(
            "C2: shard \"8-inf\" in " + TG + " has the id 0, which was not given out yet");
    assertFound(
        rows("0-inf").database(1, "again", "again", false, false),
        "C2: database \"again\" has the id 1 of another");
  }

  @Test
  void rowsWithoutAParentAreFound() {
    assertFound(
        rows("0-inf").shard(99, active(41, "0-inf")),
        "C2: shard \"0-inf\" belongs to tablegroup #99, which is not there");
    assertFound(
        rows("0-inf").table(99, "public", "t"),
        "C2: table \"public.t\" belongs to tablegroup #99, which is not there");
    assertFound(
        rows("0-inf").tableGroup(99, 41, "x", "x", false, false),
        "C2: tablegroup \"x\" belongs to database #99, which is not there");
  }

  @Test
  void namesThatCannotBeAreFound() {
    assertFound(
        withDatabase("y".repeat(64), "y"),
        "C10: the name of database \""
            + "y".repeat(64)
            + "\" has 64 bytes, more than the 63 of an identifier");
    assertFound(
        withDatabase("y", "Y"),
        "C2: database \"y\" has the external name \"Y\", which cannot be one");
    assertFound(
        rows("0-inf").tableGroup(10, 41, "l", "locks", false, false).shard(41, active(42, "0-inf")),
        "C2: tablegroup \"l\" of database \"db\" has the external name \"locks\", which cannot be"
            + " one");
    assertFound(
        rows("0-inf").table(20, "", "t"),
        "C10: the name of schema of a table in database \"db\" is empty");
  }

  private static void assertFound(CatalogBuilder rows, String... violations) {
    assertThat(rows.build().check()).extracting(Violation::toString).containsExactly(violations);
  }

  /** The default database, and {@code db} with a tablegroup {@code tg} of the given shards. */
  private static CatalogBuilder rows(String... shards) {
    CatalogBuilder rows =
        Catalog.builder()
            .database(1, "m", "m", true, false)
            .tableGroup(1, 2, "d", "d", true, false)
            .shard(2, active(3, "0-inf"))
            .database(10, "db", "db", false, false)
            .tableGroup(10, 12, "d", "d", true, false)
            .shard(12, active(13, "0-inf"))
            .tableGroup(10, 20, "tg", "tg", false, false);
    for (int i = 0; i < shards.length; i++) {
      rows.shard(20, active(30 + i, shards[i]));
    }
    return rows;
  }

  private static CatalogBuilder withDatabase(String name, String externalName) {
    return rows("0-inf")
        .database(40, name, externalName, false, false)
        .tableGroup(40, 41, "d", "d", true, false)
        .shard(41, active(42, "0-inf"));
  }

  private static CatalogBuilder splitting(String... into) {
    CatalogBuilder rows =
        rows("8-inf").nextId(60).shard(20, shard(40, "0-8", "0-8", ShardPlacement.ACTIVE, 50));
    for (int i = 0; i < into.length; i++) {
      rows.shard(20, shard(41 + i, into[i], "p" + i, ShardPlacement.PENDING, 50));
    }
    return rows;
  }

  private static Shard active(long id, String name) {
    String externalName = name.startsWith("-") ? "0" + name : name;
    return shard(id, name, externalName, ShardPlacement.ACTIVE, Shard.NO_RESHARDING);
  }

  private static Shard shard(
      long id, String name, String externalName, ShardPlacement placement, long resharding) {
    return new Shard(
        id, name, externalName, KeyRange.parse(name), placement, ShardState.READY, resharding);
  }
}
