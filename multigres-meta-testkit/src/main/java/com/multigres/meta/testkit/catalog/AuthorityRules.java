package com.multigres.meta.testkit.catalog;

import static com.multigres.meta.testkit.catalog.CatalogFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.CatalogChange.SetAuthority;
import com.multigres.meta.model.TableName;
import com.multigres.meta.testkit.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who decides, and the bridge's fence (C12). */
interface AuthorityRules extends CatalogFixture {
  /** What a user would do. */
  List<CatalogChange> CREATE = List.of(CreateDatabase.named("db1"));

  @Test
  @Rule("C12")
  default void theAuthorityIsChangedLikeEverythingElse() {
    Position before = position();
    apply(new SetAuthority(Authority.MERGE));
    assertThat(another().read().catalog().authority()).isEqualTo(Authority.MERGE);
    assertThat(position().generation()).isEqualTo(before.generation() + 1);
    assertThat(apply(new SetAuthority(Authority.MERGE)).changed()).isFalse();
  }

  @Test
  @Rule({"C12", "C4"})
  default void underKubernetesOthersAreRefusedWithTheReason() {
    apply(new SetAuthority(Authority.KUBERNETES));
    Position before = position();
    CatalogException error =
        refused(Code.NOT_ALLOWED, () -> store().apply(CREATE, ApplyOptions.none()));
    assertThat(error).hasMessageContaining("KUBERNETES");
    assertThat(error.rule()).hasValue("C12");
    assertThat(position()).isEqualTo(before);
  }

  @Test
  @Rule("C12")
  default void underKubernetesTablesAreStillPlaced() {
    needs(CatalogCapability.TABLE_PLACEMENT, "Tables.aTableIsPlacedMovedRenamedAndRemoved");
    apply(new SetAuthority(Authority.KUBERNETES));
    apply(new PlaceTable(Catalog.DEFAULT_DATABASE, TableName.of("t"), "default", false));
    assertThat(store().read().catalog().database(Catalog.DEFAULT_DATABASE).orElseThrow().tables())
        .hasSize(1);
  }

  @Test
  @Rule("C12")
  default void underKubernetesTheCurrentFencePasses() {
    apply(new SetAuthority(Authority.KUBERNETES));
    store().raiseFence(7);
    assertThat(another().apply(CREATE, ApplyOptions.none().withFence(7)).changed()).isTrue();
  }

  @Test
  @Rule("C12")
  default void aPredecessorsFenceIsRefusedUnderEveryAuthority() {
    store().raiseFence(7);
    another().raiseFence(8);
    for (Authority authority : Authority.values()) {
      apply(new SetAuthority(authority));
      refused(Code.NOT_ALLOWED, () -> store().apply(CREATE, ApplyOptions.none().withFence(7)));
    }
  }

  @Test
  @Rule("C12")
  default void aFenceOnlyRises() {
    Position before = position();
    store().raiseFence(7);
    store().raiseFence(7);
    refused(Code.NOT_ALLOWED, () -> another().raiseFence(6));
    assertThat(position()).isEqualTo(before);
  }

  @Test
  @Rule("C12")
  default void aListThatTakesTheAuthorityBackMayGoOn() {
    apply(new SetAuthority(Authority.KUBERNETES));
    apply(new SetAuthority(Authority.CATALOG), CreateDatabase.named("db1"));
    refused(
        Code.NOT_ALLOWED,
        () -> apply(new SetAuthority(Authority.KUBERNETES), CreateDatabase.named("db2")));
    assertThat(store().read().catalog().database("db2")).isEmpty();
  }

  @Test
  @Rule({"C12", "C5"})
  default void aRepeatAnswersWhateverTheAuthorityIsNow() {
    ApplyOptions once = ApplyOptions.as(ChangeId.random());
    assertThat(store().apply(CREATE, once).changed()).isTrue();
    apply(new SetAuthority(Authority.KUBERNETES));
    assertThat(store().apply(CREATE, once).changed()).isTrue();
  }
}
