package com.multigres.meta.testkit.catalog;

import static com.multigres.meta.testkit.catalog.CatalogFixture.refused;
import static com.multigres.meta.testkit.catalog.CatalogFixture.there;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.ForgetTableGroup;
import com.multigres.meta.model.CatalogChange.MoveTable;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.CatalogChange.RemoveTable;
import com.multigres.meta.model.CatalogChange.RenameTable;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.TableName;
import com.multigres.meta.testkit.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables placed in tablegroups (C3). */
interface TableRules extends CatalogFixture {
  /** Placed by every test here. */
  TableName TABLE = TableName.of("orders");

  private Database database() {
    return there("db1", store().read().catalog().database("db1"));
  }

  private String groupOf(TableName table) {
    return there("the tablegroup of " + table, database().tableGroupOf(table)).name();
  }

  private boolean placed() {
    apply(CreateDatabase.named("db1"), new CreateTableGroup("db1", "tg1", List.of("0-inf"), false));
    PlaceTable change = new PlaceTable("db1", TABLE, "tg1", false);
    if (lacking(CatalogCapability.TABLE_PLACEMENT, () -> apply(change))) {
      return false;
    }
    apply(change);
    return true;
  }

  @Test
  @Rule("C3")
  default void aTableIsPlacedMovedRenamedAndRemoved() {
    if (!placed()) {
      return;
    }
    assertThat(groupOf(TABLE)).isEqualTo("tg1");
    apply(new MoveTable("db1", TABLE, "default"));
    assertThat(groupOf(TABLE)).isEqualTo("default");
    TableName moved = new TableName("Sales \"2\"", "orders");
    apply(new RenameTable("db1", TABLE, moved));
    assertThat(database().tables()).containsExactly(moved);
    assertThat(another().read()).isEqualTo(store().read());
    apply(new RemoveTable("db1", moved, false));
    assertThat(another().read().catalog().database("db1").orElseThrow().tables()).isEmpty();
  }

  @Test
  @Rule("C4")
  default void aPlacedTableIsNotPlacedTwice() {
    if (!placed()) {
      return;
    }
    refused(Code.ALREADY_EXISTS, () -> apply(new PlaceTable("db1", TABLE, "default", false)));
    assertThat(apply(new PlaceTable("db1", TABLE, "default", true)).changed()).isFalse();
    refused(Code.NOT_FOUND, () -> apply(new MoveTable("db1", TableName.of("other"), "tg1")));
    refused(Code.NOT_FOUND, () -> apply(new MoveTable("db1", TABLE, "tg9")));
  }

  @Test
  @Rule("C3")
  default void twoTablesSwapTheirNamesInOneList() {
    if (!placed()) {
      return;
    }
    TableName other = TableName.of("items");
    TableName between = TableName.of("between");
    apply(new PlaceTable("db1", other, "default", false));
    apply(
        new RenameTable("db1", TABLE, between),
        new RenameTable("db1", other, TABLE),
        new RenameTable("db1", between, other));
    assertThat(groupOf(other)).isEqualTo("tg1");
    assertThat(another().read()).isEqualTo(store().read());
  }

  @Test
  @Rule("C3")
  default void aForgottenTableGroupTakesItsTablesAlong() {
    if (!placed()) {
      return;
    }
    apply(new DropTableGroup("db1", "tg1", false));
    apply(new ForgetTableGroup("db1", "tg1", false));
    assertThat(database().tables()).isEmpty();
    assertThat(another().read()).isEqualTo(store().read());
  }
}
