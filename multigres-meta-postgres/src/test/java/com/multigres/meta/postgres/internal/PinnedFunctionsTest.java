package com.multigres.meta.postgres.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresLogin;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nobody's objects stand in for the server's own in what we run with our rights. */
class PinnedFunctionsTest {
  @RegisterExtension static final PostgresExtension postgres = PostgresExtension.shared();

  private PostgresDatabase database;
  private TopoStore topo;
  private CatalogStore catalog;

  @BeforeEach
  void openBoth() {
    database = postgres.freshDatabase();
    StoreOptions options =
        StoreOptions.builder().user(database.user()).password(database::password).build();
    String address =
        "postgresql://" + database.host() + ":" + database.port() + "/" + database.name();
    topo = TopoStores.open(address + "#/", options);
    topo.write(TopoPath.of("before"), ByteString.copyFromUtf8("x"), Expect.absent());
    catalog = CatalogStores.open(address, options);
    catalog.initialise();
  }

  @AfterEach
  void close() {
    topo.close();
    catalog.close();
    database.close();
  }

  @Test
  @Rule("P1")
  void everyFunctionPinsItsSearchPath() throws SQLException {
    List<String> unpinned =
        strings(
            "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
                + " WHERE n.nspname LIKE 'multigres%' AND NOT coalesce("
                + "   array_to_string(p.proconfig, ',') LIKE '%search_path=pg_catalog, pg_temp%', false)");

    assertThat(strings("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'multigres%'"))
        .hasSizeGreaterThan(1);
    assertThat(unpinned).isEmpty();
  }

  @Test
  @Rule("P1")
  void anOrdinaryRolesFunctionIsNotCalledByAWrite() throws SQLException {
    PostgresLogin ordinary = database.freshLogin();
    sql("GRANT CREATE, USAGE ON SCHEMA public TO PUBLIC", "CREATE TABLE public.called (by text)");
    sql("GRANT INSERT ON public.called TO PUBLIC");
    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), ordinary.user(), ordinary.password());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE FUNCTION public.array_append(smallint[], smallint) RETURNS smallint[] LANGUAGE plpgsql AS"
              + " $$ BEGIN INSERT INTO public.called VALUES (current_user); RETURN $1 || $2; END $$");
    }

    topo.write(TopoPath.of("after"), ByteString.copyFromUtf8("x"), Expect.absent());

    assertThat(strings("SELECT by FROM public.called")).isEmpty();
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  private List<String> strings(String query) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }
}
