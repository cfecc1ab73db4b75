package com.multigres.meta.testkit.catalog;

import static com.multigres.meta.testkit.Patience.eventually;
import static com.multigres.meta.testkit.catalog.CatalogFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.Together;
import com.multigres.meta.testkit.catalog.internal.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a catalog comes to be (C1, P3). */
interface InitialisationRules extends CatalogFixture {

  @Test
  @Rule({"C1", "C4"})
  default void whatWasNeverInitialisedIsRefused() {
    CatalogStore fresh = fresh();
    refused(Code.NOT_INITIALISED, fresh::read);
    refused(Code.NOT_INITIALISED, fresh::check);
    refused(
        Code.NOT_INITIALISED,
        () -> fresh.apply(List.of(CreateDatabase.named("db1")), ApplyOptions.none()));
    refused(Code.NOT_INITIALISED, () -> fresh.subscribe(Optional.empty(), event -> {}));
    refused(Code.NOT_INITIALISED, () -> fresh.raiseFence(1));
    refused(Code.NOT_INITIALISED, fresh::migrate);
  }

  @Test
  @Rule("C1")
  default void initialisingMakesTheDefaultDatabaseWithItsOnlyShard() {
    CatalogSnapshot made = fresh().initialise();
    assertThat(made.catalog()).isEqualTo(Catalog.initial());
    assertThat(made.position().generation()).isEqualTo(1);
  }

  @Test
  @Rule("C1")
  default void initialisingAgainChangesNothing() {
    apply(CreateDatabase.named("db1"));
    CatalogSnapshot before = store().read();
    assertThat(store().initialise()).isEqualTo(before);
    assertThat(another().initialise()).isEqualTo(before);
  }

  @Test
  @Rule("C1")
  default void concurrentInitialisationsEndInOneCatalog() {
    List<CatalogStore> stores = List.of(fresh(), freshAgain(), freshAgain(), freshAgain());
    List<Position> positions =
        Together.all(8, number -> stores.get(number % stores.size()).initialise().position());
    assertThat(new ArrayList<>(positions)).hasSize(8).containsOnly(positions.get(0));
    for (CatalogStore store : stores) {
      assertThat(store.initialise().position()).as("once more").isEqualTo(positions.get(0));
    }
    assertThat(stores.get(0).read().catalog()).isEqualTo(Catalog.initial());
  }

  @Test
  @Rule("P3")
  default void migratingWhatIsUpToDateDoesNothing() {
    CatalogSnapshot before = store().read();
    assertThat(store().migrate()).isEmpty();
    assertThat(store().read()).isEqualTo(before);
  }

  @Test
  @Rule("P3")
  default void aSchemaThatIsTooNewIsLeftAlone() {
    CatalogFaults faults = faults(Fault.NEWER_SCHEMA);
    Recording told = new Recording();
    try (Subscription running = store().subscribe(Optional.of(position()), told)) {
      faults.outdateLibrary(catalogName());
      for (CatalogStore store : List.of(store(), another())) {
        refused(Code.SCHEMA_TOO_NEW, store::read);
        refused(
            Code.SCHEMA_TOO_NEW,
            () -> store.apply(List.of(CreateDatabase.named("db1")), ApplyOptions.none()));
      }
      eventually().until(() -> !told.events().isEmpty());
      assertThat(told.events())
          .singleElement()
          .isInstanceOfSatisfying(
              CatalogEvent.Ended.class,
              end -> assertThat(end.error().code()).isEqualTo(Code.SCHEMA_TOO_NEW));
      assertThat(running).isNotNull();
    }
  }

  @Test
  @Rule("P2")
  default void aHealthyCatalogHasNoViolations() {
    apply(CreateDatabase.named("db1"));
    assertThat(store().check()).isEmpty();
  }
}
