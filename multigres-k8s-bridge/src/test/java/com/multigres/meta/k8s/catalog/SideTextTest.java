package com.multigres.meta.k8s.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.k8s.resource.Content;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import com.multigres.meta.model.CatalogChange.RenameTableGroup;
import com.multigres.meta.model.CatalogChange.SetAuthority;
import com.multigres.meta.model.ChangeResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the resource has no field for, as text. */
class SideTextTest {

  private static Catalog after(CatalogChange... changes) {
    ChangeResult result = Catalog.initial().apply(List.of(changes));
    return ((ChangeResult.Changed) result).catalog();
  }

  @Test
  void aCatalogComesBackFromContentAndSideState() {
    Catalog catalog =
        after(
            CreateDatabase.named("db1"),
            new CreateTableGroup("db1", "tg1", List.of("-40", "40-8", "80-inf"), false),
            new CreateTableGroup("db1", "tg2", List.of("0-inf"), false),
            new RenameTableGroup("db1", "tg2", "tg3"),
            new DropTableGroup("db1", "tg1", false),
            CreateDatabase.named("db2"),
            new RenameDatabase("db2", "db3"),
            CreateDatabase.named("db2"),
            new DropDatabase("db2", false),
            new SetAuthority(Authority.MERGE));
    SideState read = SideText.read(SideText.write(SideState.of(catalog)));
    assertThat(read).isEqualTo(SideState.of(catalog));
    assertThat(CatalogAssembly.of(Content.of(catalog), read)).isEqualTo(catalog);
  }

  @Test
  void aUsualDatabaseTakesNoMoreThanItsNumber() {
    assertThat(SideText.write(SideState.of(after(CreateDatabase.named("db1")))))
        .isEqualTo(
            "{\"format\":1,\"authority\":\"CATALOG\",\"next\":7,\"databases\":{\"db1\":4,\"postgres\":1}}");
  }

  @Test
  void aFormOfANewerLibraryIsRefused() {
    CatalogException error =
        catchThrowableOfType(CatalogException.class, () -> SideText.read("{\"format\":2}"));
    assertThat(error.code()).isEqualTo(Code.SCHEMA_TOO_NEW);
    assertThat(error).hasMessageContaining("2").hasMessageContaining("1");
  }

  @Test
  void whatIsNoSideStateIsRefused() {
    for (String text : List.of("nonsense{", "{\"format\":1}")) {
      CatalogException error =
          catchThrowableOfType(CatalogException.class, () -> SideText.read(text));
      assertThat(error.code()).as(text).isEqualTo(Code.INTERNAL);
      assertThat(error).hasMessageContaining(Marks.CATALOG);
    }
  }
}
