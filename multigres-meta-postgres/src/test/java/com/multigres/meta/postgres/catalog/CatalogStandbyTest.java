package com.multigres.meta.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.proxy.Direction;
import com.multigres.meta.testkit.proxy.Fate;
import com.multigres.meta.testkit.proxy.Sighting;
import com.multigres.meta.testkit.proxy.TcpProxy;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresProcess;
import com.multigres.meta.testservers.PostgresSetup;
import com.multigres.meta.testservers.StandbyMode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commits that a stopped synchronous standby holds up: never a wrong answer (C11, P8). */
@Timeout(180)
class CatalogStandbyTest {
  private static final List<CatalogChange> CREATE = List.of(CreateDatabase.named("db1"));
  private static final String WAITING =
      "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";

  @RegisterExtension
  static final PostgresExtension postgres = PostgresExtension.own(PostgresSetup.temporary());

  private CatalogDatabase database;
  private PostgresProcess standby;
  private TcpProxy proxy;
  private CatalogStore store;

  @BeforeEach
  void pauseTheStandby() {
    database = new CatalogDatabase(postgres);
    proxy = TcpProxy.to(postgres.process().host(), postgres.process().port());
    store = database.open(proxy.host() + ":" + proxy.port(), "?prepareThreshold=0&timeout=30s");
    store.initialise();
    standby = postgres.process().standby(StandbyMode.SYNCHRONOUS);
    standby.pause();
  }

  @AfterEach
  void close() {
    proxy.accept();
    standby.resume();
    store.close();
    proxy.close();
    standby.close();
    database.close();
  }

  private CompletableFuture<Applied> applyWith(CatalogStore by) {
    return CompletableFuture.supplyAsync(() -> by.apply(CREATE, ApplyOptions.none()));
  }

  private void awaitHeldUp() {
    await().until(() -> !database.query(WAITING).equals("0"));
  }

  private static CatalogException failure(CompletableFuture<Applied> applied) {
    Throwable failure =
        catchThrowableOfType(Exception.class, () -> applied.get(60, TimeUnit.SECONDS));
    assertThat(failure.getCause()).isInstanceOf(CatalogException.class);
    return (CatalogException) failure.getCause();
  }

  @Test
  @Rule({"C11", "P8"})
  void aHeldUpCommitWhoseConnectionIsCutIsFoundAppliedOnceTheStandbyIsBack() throws Exception {
    Sighting commit = proxy.onSight(Direction.TO_SERVER, "COMMIT", Fate.FORWARD_THEN_CUT);
    CompletableFuture<Applied> applied = applyWith(store);
    assertThat(commit.await(Duration.ofSeconds(20))).isTrue();
    await()
        .until(() -> database.query("SELECT count(*) FROM pg_locks WHERE NOT granted").equals("1"));
    assertThat(applied).as("acknowledged before the standby has it").isNotDone();
    standby.resume();
    assertThat(applied.get(60, TimeUnit.SECONDS).changed()).isTrue();
    assertThat(store.history(Long.MAX_VALUE, 10)).hasSize(2);
  }

  @Test
  @Rule({"C11", "P8"})
  void aHeldUpCommitIsUnknownAtTheDeadline() {
    CatalogException error = failure(applyWith(store.withTimeout(Duration.ofSeconds(2))));
    assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
    standby.resume();
    await().until(() -> store.read().catalog().database("db1").isPresent());
  }

  @Test
  @Rule({"C11", "P8"})
  void aCutAndHeldUpCommitIsUnknownAtTheDeadline() {
    proxy.onSight(Direction.TO_SERVER, "COMMIT", Fate.FORWARD_THEN_CUT);
    CatalogException error = failure(applyWith(store.withTimeout(Duration.ofSeconds(3))));
    assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  @Rule("P8")
  void aCommitWhoseWaitIsCancelledIsNotAcknowledgedBeforeTheStandbyHasIt() throws Exception {
    CompletableFuture<Applied> applied = applyWith(store);
    awaitHeldUp();
    database.sql(
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
    awaitHeldUp();
    assertThat(applied).as("acknowledged before the standby has it").isNotDone();
    standby.resume();
    assertThat(applied.get(60, TimeUnit.SECONDS).changed()).isTrue();
  }

  @Test
  @Rule({"C11", "P8"})
  void aCommitThatACrashLeftBehindIsNotAcknowledgedBeforeTheStandbyHasIt() throws Exception {
    CompletableFuture<Applied> applied = applyWith(store);
    awaitHeldUp();
    postgres.process().kill();
    postgres.process().restart();
    assertThat(database.query("SELECT count(*) FROM multigres_catalog.database")).isEqualTo("2");
    awaitHeldUp();
    assertThat(applied).as("acknowledged before the standby has it").isNotDone();
    standby.resume();
    assertThat(applied.get(60, TimeUnit.SECONDS).changed()).isTrue();
  }

  @Test
  @Rule("P8")
  void readsOfAServerThatWasGivenAStandbyWaitForIt() {
    CatalogStore hasty = store.withTimeout(Duration.ofSeconds(1));
    await()
        .untilAsserted(
            () ->
                assertThat(catchThrowableOfType(CatalogException.class, hasty::read))
                    .extracting(CatalogException::code)
                    .isEqualTo(CatalogException.Code.TIMEOUT));
    standby.resume();
    assertThat(store.read().catalog().databases()).isNotEmpty();
  }

  @Test
  @Rule({"C11", "P8"})
  void aTombstoneThatTheStandbyLacksProvesNothing() {
    proxy.onSight(Direction.TO_SERVER, "COMMIT", Fate.CUT);
    CatalogException error = failure(applyWith(store.withTimeout(Duration.ofSeconds(3))));
    assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
  }
}
