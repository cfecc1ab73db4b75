package com.multigres.meta.testkit.catalog;

import static com.multigres.meta.testkit.catalog.CatalogFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.testkit.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Generations, positions and change ids (C5). */
interface PositionRules extends CatalogFixture {

  private static List<CatalogChange> create(String name) {
    return List.of(CreateDatabase.named(name));
  }

  private static List<CatalogChange> createIfNotExists(String name) {
    return List.of(CreateDatabase.named(name, true));
  }

  @Test
  @Rule("C5")
  default void eachChangeMakesTheGenerationOneLarger() {
    Position before = position();
    Applied first = apply(CreateDatabase.named("db1"));
    Applied second = apply(CreateDatabase.named("db2"));
    assertThat(first.changed()).isTrue();
    assertThat(first.position().generation()).isEqualTo(before.generation() + 1);
    assertThat(second.position().generation()).isEqualTo(before.generation() + 2);
    assertThat(first.position().changeId()).isNotEqualTo(second.position().changeId());
    assertThat(position()).isEqualTo(second.position());
  }

  @Test
  @Rule("C5")
  default void whatAltersNothingLeavesThePosition() {
    Position after = apply(CreateDatabase.named("db1")).position();
    Applied same = store().apply(createIfNotExists("db1"), ApplyOptions.none());
    assertThat(same).isEqualTo(new Applied(after, false));
    assertThat(store().apply(List.of(), ApplyOptions.none())).isEqualTo(new Applied(after, false));
    assertThat(position()).isEqualTo(after);
  }

  @Test
  @Rule("C5")
  default void theCallersOwnIdIsThePositionsId() {
    ChangeId id = ChangeId.random();
    Applied applied = store().apply(create("db1"), ApplyOptions.as(id));
    assertThat(applied.position().changeId()).isEqualTo(id);
  }

  @Test
  @Rule("C5")
  default void aRepeatedIdAnswersAsTheFirstTime() {
    ChangeId id = ChangeId.random();
    Applied first = store().apply(create("db1"), ApplyOptions.as(id));
    Position last = apply(CreateDatabase.named("db2")).position();
    assertThat(store().apply(create("db1"), ApplyOptions.as(id))).isEqualTo(first);
    assertThat(another().apply(create("db1"), ApplyOptions.as(id))).isEqualTo(first);
    assertThat(position()).isEqualTo(last);
  }

  @Test
  @Rule("C5")
  default void aRepeatedIdOfAChangeThatAlteredNothingAnswersAsTheFirstTime() {
    ChangeId id = ChangeId.random();
    apply(CreateDatabase.named("db1"));
    Applied first = store().apply(createIfNotExists("db1"), ApplyOptions.as(id));
    apply(CreateDatabase.named("db2"));
    assertThat(another().apply(createIfNotExists("db3"), ApplyOptions.as(id))).isEqualTo(first);
    assertThat(store().read().catalog().database("db3")).isEmpty();
  }

  @Test
  @Rule("C5")
  default void aRepeatAnswersEvenWhenItsExpectationHasBecomeStale() {
    ApplyOptions options = ApplyOptions.expecting(position()).withChangeId(ChangeId.random());
    Applied first = store().apply(create("db1"), options);
    assertThat(store().apply(create("db1"), options)).isEqualTo(first);
  }

  @Test
  @Rule({"C5", "C4"})
  default void aRefusedChangeDoesNotUseUpItsId() {
    ChangeId id = ChangeId.random();
    apply(CreateDatabase.named("db1"));
    refused(Code.ALREADY_EXISTS, () -> store().apply(create("db1"), ApplyOptions.as(id)));
    assertThat(store().apply(create("db2"), ApplyOptions.as(id)).changed()).isTrue();
  }

  @Test
  @Rule("C5")
  default void aStaleExpectationIsRefusedWithTheCurrentPosition() {
    Position before = position();
    Position after = another().apply(create("db1"), ApplyOptions.none()).position();
    CatalogException error =
        refused(
            Code.STALE_POSITION,
            () -> store().apply(create("db2"), ApplyOptions.expecting(before)));
    assertThat(error.current()).hasValue(after);
    assertThat(error)
        .hasMessageContaining(before.toString())
        .hasMessageContaining(after.toString());
    assertThat(store().read().catalog().database("db2")).isEmpty();
    assertThat(store().apply(create("db2"), ApplyOptions.expecting(after)).changed()).isTrue();
  }

  @Test
  @Rule({"C5", "C9"})
  default void anExpectationOfAnotherHistoryIsRefusedAsLost() {
    Position foreign = new Position(position().generation(), ChangeId.random());
    CatalogException error =
        refused(
            Code.LOST_HISTORY, () -> store().apply(create("db1"), ApplyOptions.expecting(foreign)));
    assertThat(error.current()).hasValue(position());
    Position future = new Position(position().generation() + 7, ChangeId.random());
    refused(Code.LOST_HISTORY, () -> store().apply(create("db1"), ApplyOptions.expecting(future)));
  }
}
