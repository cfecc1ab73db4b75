package com.multigres.meta.testkit.workload.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.ChangeResult;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is asked for is of every kind, and mostly has an effect. */
class CatalogChangesTest {
  private static final int STEPS = 10_000;

  private final Set<Class<?>> kinds = new HashSet<>();
  private Catalog catalog = Catalog.initial();
  private int effective;

  /** Asks for so many changes, as a client does who is the only one. */
  private void ask(Set<CatalogCapability> capabilities) {
    CatalogChanges changes = new CatalogChanges("c", new Random(4711), capabilities);
    for (int i = 0; i < STEPS; i++) {
      changes.look(catalog);
      List<CatalogChange> next = changes.next();
      if (catalog.apply(next) instanceof ChangeResult.Changed changed) {
        catalog = changed.catalog();
        effective++;
        next.forEach(change -> kinds.add(change.getClass()));
      }
    }
  }

  @Test
  void changesOfEveryKindButOfTheAuthorityComeAbout() {
    ask(EnumSet.allOf(CatalogCapability.class));
    Set<Class<?>> all = new HashSet<>(List.of(CatalogChange.class.getPermittedSubclasses()));
    all.remove(CatalogChange.SetAuthority.class);
    assertThat(kinds).isEqualTo(all);
    assertThat(effective).isGreaterThan(STEPS / 2);
    assertThat(catalog.databases()).hasSizeBetween(2, 20);
  }

  @Test
  void whereThereAreNoShardsToChangeOnlyDatabasesAreChanged() {
    ask(EnumSet.of(CatalogCapability.LINEARIZABLE_READS));
    assertThat(kinds)
        .containsExactlyInAnyOrder(
            CatalogChange.CreateDatabase.class,
            CatalogChange.DropDatabase.class,
            CatalogChange.ForgetDatabase.class,
            CatalogChange.RenameDatabase.class);
  }
}
