package com.multigres.meta.postgres.topo;

import static com.multigres.meta.postgres.topo.TopoDatabases.credentials;
import static com.multigres.meta.postgres.topo.TopoDatabases.open;
import static com.multigres.meta.postgres.topo.TopoDatabases.path;
import static com.multigres.meta.postgres.topo.TopoDatabases.run;
import static com.multigres.meta.postgres.topo.TopoDatabases.uri;
import static com.multigres.meta.postgres.topo.TopoDatabases.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testkit.proxy.TcpProxy;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresLogin;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a topology is opened, and who may look into its hidden area (rules T29 and P1). */
class PostgresTopoOpeningTest {
  @RegisterExtension static final PostgresExtension POSTGRES = PostgresExtension.shared();

  private static final TopoPath ZONE1 = path("cells/zone1");

  @Test
  void anAddressWithoutARootIsRefused() {
    assertThatThrownBy(() -> TopoStores.open("postgresql://localhost/db"))
        .isInstanceOfSatisfying(
            TopoException.class, error -> assertThat(error.code()).isEqualTo(Code.BAD_INPUT))
        .hasMessageContaining("a topology needs a root");
  }

  @ParameterizedTest
  @CsvSource({
    "colour=red, colour",
    "schema=pg_topo, pg_topo",
    "schema=, schema",
    "poll=soon, soon",
    "logRows=0, logRows",
    "logAge=1, logAge"
  })
  void anOptionThatMakesNoSenseIsRefusedByName(String option, String named) {
    assertThatThrownBy(() -> TopoStores.open("postgresql://localhost/db?" + option + "#/root"))
        .isInstanceOfSatisfying(
            TopoException.class, error -> assertThat(error.code()).isEqualTo(Code.BAD_INPUT))
        .hasMessageContaining(named);
  }

  @Test
  void aWrongPasswordIsRefusedAtOnce() {
    PostgresDatabase database = POSTGRES.freshDatabase();
    StoreOptions wrong =
        StoreOptions.builder().user(database.user()).password(() -> "wrong-one").build();
    long begin = System.nanoTime();

    TopoException refused =
        catchThrowableOfType(TopoException.class, () -> TopoStores.open(uri(database, ""), wrong));

    assertThat(refused.code()).isEqualTo(Code.ACCESS_DENIED);
    assertThat(refused).hasMessageContaining(database.name()).hasMessageNotContaining("wrong-one");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void aDatabaseThatIsNotThereIsNamed() {
    PostgresDatabase database = POSTGRES.freshDatabase();
    String address = uri(database, "").replace(database.name(), "nowhere");

    assertThatThrownBy(() -> TopoStores.open(address, credentials(database)))
        .isInstanceOf(TopoException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void openingAgainstNothingFailsInTimeWithTheAddress() {
    PostgresDatabase database = POSTGRES.freshDatabase();
    try (TcpProxy gone = TcpProxy.to(database.host(), database.port())) {
      gone.refuse();
      String address = uri(gone.host(), gone.port(), database, "?connectTimeout=2s");
      long begin = System.nanoTime();

      TopoException failed =
          catchThrowableOfType(
              TopoException.class, () -> TopoStores.open(address, credentials(database)));

      assertThat(failed.code()).isEqualTo(Code.UNAVAILABLE);
      assertThat(failed).hasMessageContaining(gone.host() + ":" + gone.port());
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
      await().untilAsserted(() -> assertThat(followers()).isEmpty());
    }
  }

  @Test
  void openedLazilyItConnectsByItself() {
    PostgresDatabase database = POSTGRES.freshDatabase();
    try (TcpProxy proxy = TcpProxy.to(database.host(), database.port())) {
      proxy.refuse();
      String address = uri(proxy.host(), proxy.port(), database, "?lazy=true&timeout=2s");
      try (TopoStore store = TopoStores.open(address, credentials(database))) {
        assertThat(store.connectionState()).isEqualTo(ConnectionState.SUSPENDED);
        assertThat(catchThrowableOfType(TopoException.class, () -> store.read(ZONE1)).code())
            .isEqualTo(Code.UNAVAILABLE);

        proxy.accept();

        await().until(() -> store.connectionState() == ConnectionState.CONNECTED);
        store.write(ZONE1, value("a"), Expect.absent());
        assertThat(store.children(TopoPath.root())).containsExactly("cells");
      }
    }
  }

  @Test
  void manyWhoOpenAtOnceFindOneArea() {
    PostgresDatabase database = POSTGRES.freshDatabase();
    List<CompletableFuture<TopoStore>> opening =
        IntStream.range(0, 8)
            .mapToObj(
                each ->
                    CompletableFuture.supplyAsync(() -> open(database, "?poolSize=" + (2 + each))))
            .toList();

    opening.get(0).join().write(ZONE1, value("a"), Expect.absent());

    opening.forEach(each -> assertThat(each.join().read(ZONE1)).isPresent());
    opening.forEach(each -> each.join().close());
  }

  @Test
  void aSchemaOfSomebodyElseIsLeftAlone() throws Exception {
    PostgresDatabase database = POSTGRES.freshDatabase();
    run(database, "CREATE SCHEMA theirs; CREATE TABLE theirs.things (id int)");

    TopoException refused =
        catchThrowableOfType(TopoException.class, () -> open(database, "?schema=theirs"));

    assertThat(refused.code()).isEqualTo(Code.BAD_INPUT);
    assertThat(refused).hasMessageContaining("theirs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Über 'uns' \"hier\"", "multigres_other"})
  void theAreaMayHaveAnyName(String schema) {
    PostgresDatabase database = POSTGRES.freshDatabase();
    String encoded =
        java.net.URLEncoder.encode(schema, java.nio.charset.StandardCharsets.UTF_8)
            .replace("+", "%20");
    try (TopoStore store = open(database, "?schema=" + encoded);
        TopoStore other = open(database)) {
      RecordedEvents events = new RecordedEvents();
      store.watch(TopoPath.root(), com.multigres.meta.topo.WatchOptions.tree(), events);
      store.write(ZONE1, value("a"), Expect.absent());

      events.awaitText("put cells/zone1=a");
      assertThat(other.read(ZONE1)).isEmpty();
    }
  }

  @Test
  void anAreaOfANewerLibraryIsRefusedWithBothVersions() throws Exception {
    PostgresDatabase database = POSTGRES.freshDatabase();
    open(database).close();
    run(
        database,
        "UPDATE multigres_topo.history SET schema_version = 9, oldest_reader = 7, oldest_writer ="
            + " 8");

    TopoException refused = catchThrowableOfType(TopoException.class, () -> open(database));

    assertThat(refused.code()).isEqualTo(Code.UNSUPPORTED);
    assertThat(refused).hasMessageContaining("version 9").hasMessageContaining("knows 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM multigres_topo.node",
        "INSERT INTO multigres_topo.counter VALUES (false, 0, 0)",
        "SELECT multigres_topo.reap_1(1, 1)"
      })
  void anOrdinaryRoleNeitherReadsNorWritesTheArea(String sql) throws Exception {
    PostgresDatabase database = POSTGRES.freshDatabase();
    open(database).close();
    PostgresLogin ordinary = database.freshLogin();

    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), ordinary.user(), ordinary.password());
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("42501"));
    }
    StoreOptions login =
        StoreOptions.builder().user(ordinary.user()).password(ordinary::password).build();
    assertThat(
            catchThrowableOfType(
                    TopoException.class, () -> TopoStores.open(uri(database, ""), login))
                .code())
        .isEqualTo(Code.ACCESS_DENIED);
  }

  @Test
  void aClosedStoreLeavesNoThreadOfItsOwn() {
    PostgresDatabase database = POSTGRES.freshDatabase();
    TopoStore store = open(database);
    store.openSession(Duration.ofSeconds(5));
    assertThat(followers()).isNotEmpty();

    store.close();
    store.close();

    await().untilAsserted(() -> assertThat(followers()).isEmpty());
    assertThat(store.connectionState()).isEqualTo(ConnectionState.CLOSED);
  }

  private static List<String> followers() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("multigres-postgres-"))
        .toList();
  }
}
