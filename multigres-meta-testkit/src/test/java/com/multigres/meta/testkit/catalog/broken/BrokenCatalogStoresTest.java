package com.multigres.meta.testkit.catalog.broken;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.testkit.broken.BrokenStores;
import com.multigres.meta.testkit.broken.ContractTests;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.testkit.catalog.CatalogStoreContract;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The contract is worth something only if a store that breaks a rule fails it. */
class BrokenCatalogStoresTest {
  /** Every way to break a catalog store, by theme. */
  private static final List<Defect<CatalogStore>> DEFECTS =
      Stream.of(
              BrokenChanges.all(),
              BrokenPositions.all(),
              BrokenReads.all(),
              BrokenHistories.all(),
              BrokenSubscriptions.all(),
              BrokenOutcomes.all(),
              BrokenRecorded.all(),
              BrokenRecordedOutcomes.all(),
              BrokenRecordedRefusals.all())
          .flatMap(List::stream)
          .toList();

  private final BrokenStores<CatalogStore> stores =
      new BrokenStores<>(
          new ContractTests(CatalogStoreContract.class, BrokenCatalogStore.class),
          BrokenCatalogStore::next);

  @AfterAll
  static void end() {
    BrokenCatalogStore.next(UnaryOperator.identity());
  }

  @TestFactory
  Stream<DynamicTest> everyDefectIsCaught() {
    return stores.caught(DEFECTS);
  }

  @Test
  void everyRuleIsTested() {
    assertThat(stores.tested())
        .containsAll(IntStream.rangeClosed(1, 12).mapToObj(number -> "C" + number).toList())
        // The others are about one backend's own tables, poolers and servers.
        .contains("P1", "P2", "P3", "P6");
  }

  @Test
  void everyRuleIsBrokenByADefect() {
    assertThat(stores.unbroken(DEFECTS)).isEmpty();
  }
}
