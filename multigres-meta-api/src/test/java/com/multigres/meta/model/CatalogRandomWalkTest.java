package com.multigres.meta.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.ChangeResult.Changed;
import com.multigres.meta.model.ChangeResult.Refused;
import com.multigres.meta.model.ChangeResult.Unchanged;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogRandomWalkTest {
  private static final int STEPS = 40_000;

  @Test
  void noSequenceOfChangesBreaksARule() {
    Seed.run(
        random -> {
          RandomChanges changes = new RandomChanges(random);
          Set<Class<?>> accepted = new HashSet<>();
          Set<RefusalCode> refused = EnumSet.noneOf(RefusalCode.class);
          Catalog catalog = Catalog.initial();
          for (int step = 0; step < STEPS; step++) {
            CatalogChange change = changes.next(catalog);
            ChangeResult result = catalog.apply(change);
            if (result instanceof Changed changed) {
              assertThat(changed.catalog().check()).as("after %s", change).isEmpty();
              assertThat(changed.catalog()).isNotEqualTo(catalog);
              assertThat(changed.catalog().nextId()).isGreaterThanOrEqualTo(catalog.nextId());
              catalog = changed.catalog();
              accepted.add(change.getClass());
            } else if (result instanceof Unchanged unchanged) {
              assertThat(unchanged.catalog()).isSameAs(catalog);
            } else if (result instanceof Refused why) {
              assertThat(why.message()).isNotBlank().doesNotContain("\n");
              refused.add(why.code());
            }
          }
          assertThat(accepted).containsAll(RandomChanges.kinds());
          assertThat(refused).containsExactlyInAnyOrder(RefusalCode.values());
        });
  }

  @Test
  void whatIsNewHasAnIdThatNothingEverHad() {
    Seed.run(
        random -> {
          RandomChanges changes = new RandomChanges(random);
          Catalog catalog = Catalog.initial();
          Set<Long> ever = new HashSet<>(ids(catalog));
          for (int step = 0; step < 20_000; step++) {
            CatalogChange change = changes.next(catalog);
            if (catalog.apply(change) instanceof Changed changed) {
              Set<Long> fresh = ids(changed.catalog());
              fresh.removeAll(ids(catalog));
              assertThat(fresh).as("made by %s", change).doesNotContainAnyElementsOf(ever);
              ever.addAll(fresh);
              catalog = changed.catalog();
            }
          }
        });
  }

  /** Of databases, tablegroups, shards, and splits and merges under way. */
  private static Set<Long> ids(Catalog catalog) {
    Set<Long> ids = new HashSet<>();
    for (Database database : catalog.databases()) {
      ids.add(database.id());
      for (TableGroup group : database.tableGroups()) {
        ids.add(group.id());
        group.shards().forEach(shard -> ids.add(shard.id()));
        group.reshardings().forEach(resharding -> ids.add(resharding.id()));
      }
    }
    return ids;
  }

  @Test
  void aChangeLeavesTheCatalogItStartedFromAsItWas() {
    Seed.run(
        random -> {
          RandomChanges changes = new RandomChanges(random);
          Catalog catalog = Catalog.initial();
          for (int step = 0; step < 5_000; step++) {
            Catalog copy = Rows.of(catalog).build();
            assertThat(copy).isEqualTo(catalog).hasSameHashCodeAs(catalog);
            CatalogChange change = changes.next(catalog);
            ChangeResult result = catalog.apply(change);
            assertThat(catalog).as("before %s", change).isEqualTo(copy);
            assertThat(copy.apply(change)).isEqualTo(result);
            catalog = result instanceof Changed changed ? changed.catalog() : catalog;
          }
        });
  }

  @Test
  void everyKeyHasExactlyOneActiveShard() {
    Seed.run(
        random -> {
          RandomChanges changes = new RandomChanges(random);
          Catalog catalog = Catalog.initial();
          for (int step = 0; step < 10_000; step++) {
            if (catalog.apply(changes.next(catalog)) instanceof Changed changed) {
              catalog = changed.catalog();
              assertOneShardForKeys(catalog, random);
            }
          }
        });
  }

  private static void assertOneShardForKeys(Catalog catalog, Random random) {
    byte[] key = new byte[random.nextInt(4)];
    random.nextBytes(key);
    for (Database database : catalog.databases()) {
      for (TableGroup group : database.tableGroups()) {
        assertThat(group.shards().stream().filter(s -> s.isActive() && s.range().contains(key)))
            .singleElement()
            .isSameAs(catalog.shardOf(database.name(), group.name(), key).orElseThrow());
      }
    }
  }
}
