package com.multigres.meta.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.Together;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody left a psql open in the middle of a change. */
class CatalogBlockedTest {
  private static final String WAITING =
      "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";

  @RegisterExtension static final PostgresExtension postgres = PostgresExtension.shared();

  private CatalogDatabase database;
  private CatalogStore store;
  private Connection psql;

  @BeforeEach
  void leaveAPsqlOpen() throws SQLException {
    database = new CatalogDatabase(postgres);
    store = database.open("");
    CatalogStory.tell(store);
    psql = database.connect();
    psql.setAutoCommit(false);
    CatalogDatabase.sql(
        psql, "UPDATE multigres_catalog.database SET name = 'x' WHERE name = 'db1'");
  }

  @AfterEach
  void close() throws SQLException {
    psql.close();
    store.close();
    database.close();
  }

  private CatalogException blocked(int number) {
    CatalogStore hurried = store.withTimeout(Duration.ofSeconds(3));
    return catchThrowableOfType(
        CatalogException.class,
        () -> hurried.apply(List.of(CreateDatabase.named("b" + number)), ApplyOptions.none()));
  }

  @Test
  @Rule({"C4", "T30"})
  void whoGaveUpLeavesNobodyWaitingInTheServer() throws SQLException {
    Together.all(
        12,
        number -> {
          CatalogException error = blocked(number);
          assertThat(error.code()).isEqualTo(Code.TIMEOUT);
          assertThat(error.outcome()).isEqualTo(Outcome.NOT_APPLIED);
          return number;
        });

    await()
        .atMost(Duration.ofSeconds(2))
        .untilAsserted(() -> assertThat(database.query(WAITING)).isEqualTo("0"));
    psql.rollback();
    assertThat(store.apply(List.of(CreateDatabase.named("free")), ApplyOptions.none()).changed())
        .isTrue();
  }

  @Test
  @Rule("T18")
  void callersThatHoldEveryConnectionCostNoSession() {
    StoreOptions options =
        StoreOptions.builder()
            .user(database.database().user())
            .password(database.database()::password)
            .build();
    String address = database.database().host() + ":" + database.database().port();
    try (TopoStore topo =
        TopoStores.open(
            "postgresql://" + address + "/" + database.database().name() + "#/", options)) {
      Session session = topo.openSession(Duration.ofSeconds(2));

      Together.all(24, this::blocked);

      assertThat(session.isOver()).isFalse();
    }
  }

  @Test
  @Rule("C6")
  void readsDoNotWaitForIt() {
    assertThat(store.read().catalog().database("db1")).isPresent();
  }
}
