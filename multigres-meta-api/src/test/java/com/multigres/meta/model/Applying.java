package com.multigres.meta.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.ChangeResult.Changed;
import com.multigres.meta.model.ChangeResult.Refused;
import com.multigres.meta.model.ChangeResult.Unchanged;
import java.util.List;

/** Applies changes in tests, and says loudly when one ends otherwise than expected. */
final class Applying {
  private Applying() {}

  /** The catalog after changes that must each alter something. */
  static Catalog changed(Catalog catalog, CatalogChange... changes) {
    Catalog next = catalog;
    for (CatalogChange change : changes) {
      ChangeResult result = next.apply(change);
      assertThat(result).as("%s", change).isInstanceOf(Changed.class);
      next = ((Changed) result).catalog();
      assertThat(next.check()).as("after %s", change).isEmpty();
    }
    return next;
  }

  static void assertUnchanged(Catalog catalog, CatalogChange change) {
    assertThat(catalog.apply(change)).isEqualTo(new Unchanged(catalog));
  }

  static void assertRefused(
      Catalog catalog, CatalogChange change, RefusalCode code, String rule, String message) {
    ChangeResult result = catalog.apply(change);
    assertThat(result).as("%s", change).isInstanceOf(Refused.class);
    Refused refused = (Refused) result;
    assertThat(refused.message()).isEqualTo(message);
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused.rule().orElse("")).isEqualTo(rule);
  }

  static void assertBroken(Catalog catalog, CatalogChange change, String rule, String message) {
    assertRefused(catalog, change, RefusalCode.RULE_BROKEN, rule, message);
  }

  static void assertMissing(Catalog catalog, CatalogChange change, String what) {
    assertRefused(catalog, change, RefusalCode.NOT_FOUND, "", what + " does not exist");
  }

  static void assertExists(Catalog catalog, CatalogChange change, String what) {
    assertRefused(catalog, change, RefusalCode.ALREADY_EXISTS, "C2", what + " already exists");
  }

  static void assertBadInput(Catalog catalog, CatalogChange change, String rule, String message) {
    assertRefused(catalog, change, RefusalCode.BAD_INPUT, rule, message);
  }

  /**
   * The initial catalog with {@code db1} and in it {@code tg1} of {@code 0-8} and {@code 8-inf}.
   */
  static Catalog story() {
    return changed(
        Catalog.initial(),
        CreateDatabase.named("db1"),
        new CreateTableGroup("db1", "tg1", List.of("0-8", "8-inf"), false));
  }

  static TableGroup tg1(Catalog catalog) {
    return catalog.tableGroup("db1", "tg1").orElseThrow();
  }
}
