package com.multigres.meta.model;

import static com.multigres.meta.model.Applying.assertBadInput;
import static com.multigres.meta.model.Applying.assertBroken;
import static com.multigres.meta.model.Applying.assertExists;
import static com.multigres.meta.model.Applying.assertMissing;
import static com.multigres.meta.model.Applying.assertUnchanged;
import static com.multigres.meta.model.Applying.changed;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.MoveTable;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.CatalogChange.RemoveTable;
import com.multigres.meta.model.CatalogChange.RenameTable;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableChangesTest {
  private static final TableName T = TableName.of("t");
  private static final TableName U = new TableName("s", "u");
  private static final String SHOWN_T = "table \"public\".\"t\" in database \"db1\"";
  private static final String SHOWN_U = "table \"s\".\"u\" in database \"db1\"";

  private final Catalog placed = changed(Applying.story(), new PlaceTable("db1", T, "tg1", false));

  @Test
  void aTableIsPlacedOnce() {
    assertThat(groupOf(placed, T)).contains("tg1");
    assertExists(placed, new PlaceTable("db1", T, "default", false), SHOWN_T);
    assertUnchanged(placed, new PlaceTable("db1", T, "default", true));
  }

  @Test
  void whatIsMissingIsNamed() {
    assertMissing(placed, new PlaceTable("db9", U, "tg1", true), "database \"db9\"");
    assertMissing(
        placed, new PlaceTable("db1", U, "tg9", true), "tablegroup \"tg9\" of database \"db1\"");
    assertMissing(placed, new MoveTable("db1", U, "tg1"), SHOWN_U);
    assertMissing(placed, new MoveTable("db1", T, "tg9"), "tablegroup \"tg9\" of database \"db1\"");
    assertMissing(placed, new RemoveTable("db1", U, false), SHOWN_U);
    assertMissing(placed, new RenameTable("db1", U, T), SHOWN_U);
    assertMissing(placed, new RemoveTable("db9", U, false), "database \"db9\"");
    assertUnchanged(placed, new RemoveTable("db1", U, true));
    assertUnchanged(placed, new RemoveTable("db9", U, true));
  }

  @Test
  void aNameThatIsNoIdentifierIsRefused() {
    assertBadInput(
        placed,
        new PlaceTable("db1", TableName.of(""), "tg1", false),
        "C10",
        "table name \"\" is empty");
    assertBadInput(
        placed,
        new RenameTable("db1", T, new TableName("", "t")),
        "C10",
        "schema name \"\" is empty");
  }

  @Test
  void aTableMoves() {
    Catalog moved = changed(placed, new MoveTable("db1", T, "default"));
    assertThat(groupOf(moved, T)).contains("default");
    assertUnchanged(moved, new MoveTable("db1", T, "default"));
  }

  @Test
  void aTableMovesOutOfADroppingTableGroupAndNotIntoOne() {
    Catalog dropping = changed(placed, new DropTableGroup("db1", "tg1", false));
    assertBroken(
        changed(dropping, new MoveTable("db1", T, "default")),
        new MoveTable("db1", T, "tg1"),
        "C3",
        "tablegroup \"tg1\" of database \"db1\" is DROPPING");
  }

  @Test
  void inADroppingTableGroupATableIsRemovedAndNotRenamed() {
    Catalog dropping = changed(placed, new DropTableGroup("db1", "tg1", false));
    assertBroken(
        dropping,
        new RenameTable("db1", T, U),
        "C3",
        "tablegroup \"tg1\" of database \"db1\" is DROPPING");
    assertThat(groupOf(changed(dropping, new RemoveTable("db1", T, false)), T)).isEmpty();
  }

  @Test
  void aTableIsRemoved() {
    assertThat(groupOf(changed(placed, new RemoveTable("db1", T, false)), T)).isEmpty();
  }

  @Test
  void aTableIsRenamedAlsoIntoAnotherSchema() {
    Catalog renamed = changed(placed, new RenameTable("db1", T, U));
    assertThat(groupOf(renamed, T)).isEmpty();
    assertThat(groupOf(renamed, U)).contains("tg1");
    assertUnchanged(renamed, new RenameTable("db1", U, U));
  }

  @Test
  void aRenameToATakenNameIsRefused() {
    Catalog both = changed(placed, new PlaceTable("db1", U, "default", false));
    assertExists(both, new RenameTable("db1", T, U), SHOWN_U);
  }

  private static Optional<String> groupOf(Catalog catalog, TableName table) {
    return catalog.database("db1").orElseThrow().tableGroupOf(table).map(TableGroup::name);
  }
}
