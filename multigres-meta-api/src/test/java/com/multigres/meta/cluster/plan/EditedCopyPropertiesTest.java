package com.multigres.meta.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.Authority;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random edits on both sides, thousands of them; a failure names its seed. */
class EditedCopyPropertiesTest {
  private static final List<String> DATABASES = List.of("a", "b", "c", "d");
  private static final List<String> GROUPS = List.of("g", "h");
  private static final List<String[]> SHARDS =
      List.of(new String[] {"0-inf"}, new String[] {"0-8", "8-inf"});
  private static final int ROUNDS = 40;

  private static <T> T any(Random random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static void editResource(EditedCase some, Random random) {
    String database = any(random, DATABASES);
    boolean stands = some.resource().containsKey(EntryPath.of(database));
    switch (random.nextInt(5)) {
      case 0 -> some.takesOut(database);
      case 1 -> some.takesOut(database, any(random, GROUPS));
      case 2 -> {
        if (stands) {
          some.lists(database, any(random, GROUPS), any(random, SHARDS));
        }
      }
      default -> {
        if (!stands) {
          some.lists(database);
        }
      }
    }
  }

  private static void editCatalog(EditedCase some, Random random) {
    String database = any(random, DATABASES);
    String name =
        some.catalog().databaseByExternalName(database).map(d -> d.name()).orElse(database);
    CatalogChange change =
        switch (random.nextInt(6)) {
          case 0 -> new DropDatabase(name, true);
          case 1 -> new DropTableGroup(name, any(random, GROUPS), true);
          case 2, 3 ->
              new CreateTableGroup(name, any(random, GROUPS), List.of(any(random, SHARDS)), false);
          case 4 -> new RenameDatabase(name, database + random.nextInt(3));
          default -> CreateDatabase.named(database, true);
        };
    some.change(change);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void theCatalogWinsWhereItDecides(long seed) {
    Random random = new Random(seed);
    EditedCase some = EditedCase.under(Authority.CATALOG);
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < 5; i++) {
        editCatalog(some, random);
        editResource(some, random);
      }
      disturb(some, random);
      SortedMap<EntryPath, String> wanted = some.catalogEntries();
      some.run();
      assertThat(some.catalogEntries()).as("seed %d", seed).isEqualTo(wanted);
      assertThat(some.resource()).as("seed %d", seed).containsAllEntriesOf(wanted);
      assertReported(seed, some, wanted);
      some.resource().keySet().retainAll(wanted.keySet()); // a person clears what is strangers'
      some.run();
    }
  }

  /** What the resource has beyond the catalog, and what the catalog drops, is told. */
  private static void assertReported(
      long seed, EditedCase some, SortedMap<EntryPath, String> wanted) {
    Set<EntryPath> extra = new TreeSet<>(some.resource().keySet());
    extra.removeAll(wanted.keySet());
    Set<EntryPath> told =
        some.plan().findings().stream().map(Finding::path).collect(Collectors.toSet());
    assertThat(told).as("seed %d: %s", seed, some.findings()).containsAll(extra);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void theResourceWinsWhereItDecides(long seed) {
    Random random = new Random(seed);
    EditedCase some = EditedCase.under(Authority.KUBERNETES);
    some.policy(BridgePolicy.STANDARD.deleting(DeletionPolicy.DELETE).confirm());
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < 5; i++) {
        editResource(some, random);
      }
      disturb(some, random);
      SortedMap<EntryPath, String> wanted = new TreeMap<>(some.resource());
      some.run();
      assertThat(some.resource()).as("seed %d", seed).isEqualTo(wanted);
      Set<EntryPath> refused =
          some.plan().findings().stream()
              .filter(finding -> finding.kind() == Finding.Kind.NOT_ACCEPTED)
              .map(Finding::path)
              .collect(Collectors.toSet());
      assertThat(without(refused, some.catalogEntries()))
          .as("seed %d: %s", seed, some.findings())
          .isEqualTo(without(refused, wanted));
    }
  }

  private static SortedMap<EntryPath, String> without(
      Set<EntryPath> refused, SortedMap<EntryPath, String> entries) {
    SortedMap<EntryPath, String> rest = new TreeMap<>(entries);
    rest.keySet().removeIf(path -> refused.stream().anyMatch(whole -> whole.holds(path)));
    return rest;
  }

  /** The bridge begins, and dies. */
  private static void disturb(EditedCase some, Random random) {
    some.dieAfter(random.nextInt(3));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40})
  void aMergeLosesNoEditInSilence(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      EditedCase some = EditedCase.under(Authority.MERGE);
      some.policy(BridgePolicy.STANDARD.deleting(DeletionPolicy.DELETE).confirm());
      for (int i = 0; i < 6; i++) {
        editCatalog(some, random);
      }
      some.run();
      SortedMap<EntryPath, String> base = units(some.resource());
      for (int i = 0; i < 3; i++) {
        editResource(some, random);
        editCatalog(some, random);
      }
      SortedMap<EntryPath, String> edited = units(some.resource());
      SortedMap<EntryPath, String> changed = units(some.catalogEntries());
      disturb(some, random);
      some.run();
      Set<String> told =
          some.plan().findings().stream()
              .map(finding -> finding.path().names().get(0))
              .collect(Collectors.toSet());
      SortedMap<EntryPath, String> resource = units(some.resource());
      SortedMap<EntryPath, String> catalog = units(some.catalogEntries());
      String what =
          "seed %d round %d: base %s, resource %s, catalog %s became %s and %s, told %s"
              .formatted(seed, round, base, edited, changed, resource, catalog, some.findings());
      for (EntryPath unit : all(base, edited, changed)) {
        if (!told.contains(unit.names().get(0))) {
          assertThat(resource.get(unit)).as(what).isEqualTo(catalog.get(unit));
          assertNotLost(what, unit, base, edited, resource);
          assertNotLost(what, unit, base, changed, resource);
        }
      }
    }
  }

  private static void assertNotLost(
      String what,
      EntryPath unit,
      SortedMap<EntryPath, String> base,
      SortedMap<EntryPath, String> side,
      SortedMap<EntryPath, String> now) {
    Optional<String> before = Optional.ofNullable(base.get(unit));
    Optional<String> wanted = Optional.ofNullable(side.get(unit));
    if (!wanted.equals(before)) {
      assertThat(Optional.ofNullable(now.get(unit))).as(what).isEqualTo(wanted);
    }
  }

  private static Set<EntryPath> all(
      SortedMap<EntryPath, String> one,
      SortedMap<EntryPath, String> two,
      SortedMap<EntryPath, String> three) {
    Set<EntryPath> paths = new TreeSet<>(one.keySet());
    paths.addAll(two.keySet());
    paths.addAll(three.keySet());
    return paths;
  }

  /** Databases, and tablegroups with their shards. */
  private static SortedMap<EntryPath, String> units(SortedMap<EntryPath, String> entries) {
    SortedMap<EntryPath, String> units = new TreeMap<>();
    entries.forEach(
        (path, content) -> {
          if (path.names().size() < 3) {
            units.put(path, content);
          } else {
            units.merge(
                path.parent().orElseThrow(), "", (line, none) -> line + " " + path.names().get(2));
          }
        });
    return units;
  }
}
