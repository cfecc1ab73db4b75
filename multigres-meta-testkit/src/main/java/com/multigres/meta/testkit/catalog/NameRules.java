package com.multigres.meta.testkit.catalog;

import static com.multigres.meta.testkit.catalog.CatalogFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.TableName;
import com.multigres.meta.testkit.Rule;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What names may be (C10). */
interface NameRules extends CatalogFixture {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Db1",
        "two words",
        "quote\"d",
        "it's",
        "back\\slash",
        "a/b",
        "{a,b}",
        "NULL",
        "größe",
        "数据库",
        "😀",
        "line\nbreak",
        "123456789012345678901234567890123456789012345678901234567890123"
      })
  @Rule("C10")
  default void anyIdentifierIsAName(String name) {
    CreateDatabase change = CreateDatabase.named(name);
    if (!has(CatalogCapability.ANY_NAME)) {
      refused(Code.UNSUPPORTED, () -> apply(change));
      return;
    }
    apply(change, new CreateTableGroup(name, name, List.of("0-inf"), false));
    if (has(CatalogCapability.TABLE_PLACEMENT)) {
      apply(new PlaceTable(name, new TableName(name, name), name, false));
    }
    assertThat(store().read().catalog().tableGroup(name, name)).isPresent();
    assertThat(another().read()).isEqualTo(store().read());
    assertThat(store().check()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nul\0",
        "1234567890123456789012345678901234567890123456789012345678901234",
        "äääääääääääääääääääääääääääääääääääää"
      })
  @Rule({"C10", "C4"})
  default void whatIsNoIdentifierIsRefused(String name) {
    assertThat(refused(Code.BAD_INPUT, () -> apply(CreateDatabase.named(name))))
        .hasMessageContaining("C10");
    refused(
        Code.BAD_INPUT,
        () -> apply(new CreateTableGroup(Catalog.DEFAULT_DATABASE, name, List.of("0-inf"), false)));
  }
}
