package com.multigres.meta.postgres.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a gateway's answers mean for a change of the catalog (rules P5 and C11). */
class CatalogThroughGatewayTest {
  private static final String FIRST_STATEMENT = "FOR UPDATE";
  private static final String COMMIT = "COMMIT";

  @RegisterExtension static final PostgresExtension postgres = PostgresExtension.shared();

  private static PostgresDatabase database;
  private static Gateway gateway;
  private static CatalogStore store;

  private final ChangeId id = ChangeId.random();
  private final List<CatalogChange> change =
      List.of(CreateDatabase.named(id.value().substring(0, 12)));
  private long before;

  @BeforeAll
  static void openThroughTheGateway() {
    database = postgres.freshDatabase();
    gateway = Gateway.to(database.host(), database.port());
    store = open(database.password());
    store.initialise();
  }

  @AfterAll
  static void close() {
    store.close();
    gateway.close();
  }

  @BeforeEach
  void lookWhereTheCatalogStands() {
    before = store.read().position().generation();
  }

  private static CatalogStore open(String password) {
    return CatalogStores.open(
        "postgresql://" + gateway.address() + "/" + database.name() + "?pollInterval=1s",
        StoreOptions.builder().user(database.user()).password(() -> password).build());
  }

  private CatalogException refused() {
    return catchThrowableOfType(
        CatalogException.class, () -> store.apply(change, ApplyOptions.as(id)));
  }

  private void assertNothingHappenedAndARepeatMay() {
    assertThat(store.read().position().generation()).isEqualTo(before);
    Applied applied = store.apply(change, ApplyOptions.as(id));
    assertThat(applied.changed()).isTrue();
    assertThat(applied.position().generation()).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"57P03", "MTF01", "MTB01", "MTB02", "MTB03"})
  @Rule({"C11", "P5"})
  void whatIsRefusedBeforeExecutionIsNotApplied(String state) {
    gateway.refuseNext(FIRST_STATEMENT, Refusal.of(state));

    CatalogException error = refused();

    assertThat(error.code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(error.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(error.retrySafe()).isTrue();
    assertThat(error).hasMessageContaining("no writable primary");
    assertNothingHappenedAndARepeatMay();
  }

  @ParameterizedTest
  @ValueSource(strings = {"57P03", "MTF01", "MTB01", "MTB02", "MTB03"})
  @Rule({"C11", "P5"})
  void aCommitThatIsRefusedBeforeExecutionIsNotApplied(String state) {
    gateway.refuseNext(COMMIT, Refusal.of(state));

    CatalogException error = refused();

    assertThat(error.code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(error.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(error.retrySafe()).isTrue();
    assertNothingHappenedAndARepeatMay();
  }

  @ParameterizedTest
  @ValueSource(strings = {"57P03", "MTF01", "MTB02"})
  @Rule("P5")
  void aReadThatIsRefusedMayBeRepeated(String state) {
    gateway.refuseNext("head h", Refusal.of(state));

    CatalogException error = catchThrowableOfType(CatalogException.class, () -> store.read());

    assertThat(error.code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(error.retrySafe()).isTrue();
    assertThat(store.read().position().generation()).isEqualTo(before);
  }

  @Test
  @Rule("C11")
  void aTransactionThatLosesItsConnectionBeforeItsCommitIsNotApplied() {
    gateway.refuseNext("advance(", Refusal.terminatedBefore());

    CatalogException error = refused();

    assertThat(error.code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(error.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertNothingHappenedAndARepeatMay();
  }

  @Test
  @Rule("C11")
  void aTransactionThatLosesItsConnectionAtItsCommitIsFoundApplied() {
    gateway.refuseNext(COMMIT, Refusal.terminatedAfter());

    Applied applied = store.apply(change, ApplyOptions.as(id));

    assertThat(applied.changed()).isTrue();
    assertThat(store.read().position()).isEqualTo(applied.position());
    assertThat(applied.position().generation()).isEqualTo(before + 1);
  }

  @Test
  @Rule("C11")
  void aTransactionThatLosesItsConnectionAtItsCommitIsProvenNotApplied() throws SQLException {
    gateway.refuseNext(COMMIT, Refusal.terminatedBefore());

    CatalogException error = refused();

    assertThat(error.code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(error.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(ask("SELECT tombstone FROM multigres_catalog.change WHERE change_id = '" + id + "'"))
        .isEqualTo("t");
    assertNothingHappenedAndARepeatMay();
  }

  @Test
  @Rule("C11")
  void aTransactionThatLostAgainstAnotherIsMadeAgain() {
    gateway.refuseNext(COMMIT, new Refusal("40001", "could not serialize access", false));

    assertThat(store.apply(change, ApplyOptions.as(id)).position().generation())
        .isEqualTo(before + 1);
  }

  @Test
  @Rule("P5")
  void oneRefusalOfAPasswordThatWasAcceptedBeforeIsNotTold() {
    gateway.refuseLogins(1, new Refusal("28P01", "password authentication failed", false));
    gateway.cut();

    assertThat(store.apply(change, ApplyOptions.none()).changed()).isTrue();
    assertThat(gateway.loginsToRefuse()).isZero();
  }

  @Test
  @Rule("P5")
  void aStoreOpensBesideAnotherWhosePasswordWasAccepted() {
    gateway.refuseLogins(1, new Refusal("28P01", "password authentication failed", false));

    try (CatalogStore other = open(database.password())) {
      assertThat(gateway.loginsToRefuse()).isZero();
      assertThat(other.read().position().generation()).isEqualTo(before);
    }
  }

  @Test
  @Rule({"P5", "C7"})
  void aSubscriptionOutlivesARefusalOfItsPassword() {
    List<CatalogEvent> events = new CopyOnWriteArrayList<>();
    try (Subscription running =
        store.subscribe(Optional.of(store.read().position()), events::add)) {
      gateway.refuseLogins(2, new Refusal("28P01", "password authentication failed", false));
      gateway.cut();
      await().ignoreExceptions().until(() -> store.apply(change, ApplyOptions.as(id)).changed());
      await().untilAsserted(() -> assertThat(events).hasSize(1));
      assertThat(events.get(0)).isInstanceOf(CatalogEvent.Changed.class);
      assertThat(running).isNotNull();
    }
  }

  @Test
  @Rule("P5")
  void aPasswordThatWasNeverAcceptedIsRefusedAtOnce() {
    CatalogException error =
        catchThrowableOfType(CatalogException.class, () -> open("not-the-password"));

    assertThat(error.code()).isEqualTo(Code.ACCESS_DENIED);
    assertThat(error).hasMessageNotContaining("not-the-password");
  }

  @Test
  @Rule("P5")
  void aGatewayWithoutAPrimaryTakesNoConnectionYet() {
    gateway.refuseLogins(Integer.MAX_VALUE, Refusal.of("57P03"));
    gateway.cut();

    CatalogException error = refused();

    assertThat(error.code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(error.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    gateway.refuseLogins(0, Refusal.of("57P03"));
    await().ignoreExceptions().until(() -> store.read().position().generation() == before);
    assertNothingHappenedAndARepeatMay();
  }

  private String ask(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : "nothing";
    }
  }
}
