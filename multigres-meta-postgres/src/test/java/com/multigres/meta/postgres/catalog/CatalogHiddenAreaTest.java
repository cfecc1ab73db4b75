package com.multigres.meta.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresLogin;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who sees the catalog, and who does not (P1). */
class CatalogHiddenAreaTest {
  private static final List<String> TABLES =
      List.of(
          "head",
          "fence",
          "settings",
          "database",
          "tablegroup",
          "shard",
          "placed_table",
          "position",
          "log",
          "log_delta",
          "change");

  @RegisterExtension static final PostgresExtension postgres = PostgresExtension.shared();

  private CatalogDatabase database;
  private CatalogStore store;

  @BeforeEach
  void tellStory() {
    database = new CatalogDatabase(postgres);
    store = database.open("");
    CatalogStory.tell(store);
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  @Test
  @Rule("P1")
  void anOrdinaryRoleCanNeitherReadNorWrite() throws SQLException {
    assertThat(tablesThere()).containsExactlyInAnyOrderElementsOf(TABLES);
    try (Connection ordinary = database.connectAs(database.database().freshLogin())) {
      for (String table : TABLES) {
        String name = "multigres_catalog." + table;
        assertDenied(ordinary, "SELECT * FROM " + name);
        assertDenied(ordinary, "DELETE FROM " + name);
        assertDenied(ordinary, "TRUNCATE " + name);
        assertDenied(ordinary, "INSERT INTO " + name + " DEFAULT VALUES");
      }
      assertDenied(ordinary, "SELECT multigres_catalog.next_id()");
      assertDenied(ordinary, "SELECT multigres_catalog.advance('x', 'x', true)");
      assertDenied(ordinary, "CREATE TABLE multigres_catalog.mine (n int)");
    }
  }

  private List<String> tablesThere() {
    return List.of(
        database
            .query(
                "SELECT string_agg(tablename, ',') FROM pg_tables"
                    + " WHERE schemaname = 'multigres_catalog'")
            .split(","));
  }

  private static void assertDenied(Connection ordinary, String sql) {
    assertThatThrownBy(() -> CatalogDatabase.sql(ordinary, sql))
        .as(sql)
        .isInstanceOfSatisfying(
            SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("42501"));
  }

  @Test
  @Rule({"P1", "C4"})
  void theLibraryTellsAnOrdinaryRoleThatAccessIsDenied() {
    PostgresLogin login = database.database().freshLogin();
    try (CatalogStore denied = database.openAs(login, "")) {
      CatalogException error = catchThrowableOfType(CatalogException.class, denied::read);
      assertThat(error.code()).isEqualTo(Code.ACCESS_DENIED);
      assertThat(error.getMessage()).doesNotContain(login.password());
    }
  }

  @Test
  @Rule("P1")
  void noSearchPathShowsIt() {
    assertThat(
            database.query(
                "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE n.nspname = 'multigres_catalog' AND pg_table_is_visible(c.oid)"))
        .isEqualTo("0");
    assertThat(database.query("SHOW search_path")).doesNotContain("multigres");
  }

  @Test
  @Rule("P1")
  void aRoleCanBeGrantedToReadAndNothingElse() throws SQLException {
    PostgresLogin login = database.database().freshLogin();
    database.sql("SELECT multigres_catalog.grant_read('" + login.user() + "')");
    try (CatalogStore reader = database.openAs(login, "");
        Connection connection = database.connectAs(login)) {
      assertThat(reader.read()).isEqualTo(store.read());
      assertThat(reader.history(Long.MAX_VALUE, 10)).isEqualTo(store.history(Long.MAX_VALUE, 10));
      assertThat(reader.readAt(1)).isEqualTo(store.readAt(1));
      assertThat(reader.check()).isEmpty();
      CatalogException error =
          catchThrowableOfType(
              CatalogException.class,
              () -> reader.apply(List.of(CreateDatabase.named("mine")), ApplyOptions.none()));
      assertThat(error.code()).isEqualTo(Code.ACCESS_DENIED);
      assertDenied(connection, "DELETE FROM multigres_catalog.shard");
    }
    assertThat(store.read().catalog().database("mine")).isEmpty();
  }

  @Test
  @Rule({"P1", "P3"})
  void whatOthersKeepInTheDatabaseStaysUntouched() {
    try (CatalogDatabase shared = new CatalogDatabase(postgres)) {
      shared.sql(
          "CREATE SCHEMA multigres",
          "CREATE TABLE multigres.shard (oid bigserial PRIMARY KEY, shard_name text)",
          "INSERT INTO multigres.shard (shard_name) VALUES ('0-inf')",
          "CREATE TABLE public.shard (n int)");
      try (CatalogStore beside = shared.open("")) {
        CatalogStory.tell(beside);
      }
      assertThat(shared.query("SELECT string_agg(s::text, ';') FROM multigres.shard s"))
          .isEqualTo("(1,0-inf)");
      assertThat(shared.query("SELECT count(*) FROM public.shard")).isEqualTo("0");
      shared.sql("DROP SCHEMA multigres_catalog CASCADE");
      assertThat(shared.query("SELECT count(*) FROM multigres.shard")).isEqualTo("1");
    }
  }

  @Test
  @Rule("P1")
  void theSchemaMayHaveAnotherName() {
    try (CatalogStore other = database.open("?schema=elsewhere")) {
      other.initialise();
      assertThat(other.read().position()).isNotEqualTo(store.read().position());
      assertThat(database.query("SELECT count(*) FROM elsewhere.database")).isEqualTo("1");
    }
  }
}
