package com.multigres.meta.postgres.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.postgres.internal.PostgresFailure.Kind;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresAccessTest {
  @RegisterExtension static final PostgresExtension postgres = PostgresExtension.shared();

  private PostgresDatabase database;

  @BeforeEach
  void createDatabase() {
    database = postgres.freshDatabase();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void readsThroughThePool() {
    try (PostgresAccess access = PostgresAccess.open(config(database.password()))) {
      int answer = access.read(soon(), connection -> one(connection, "SELECT 41 + 1"));
      assertThat(answer).isEqualTo(42);
    }
  }

  @Test
  void aWrongPasswordFailsAtOnceAndIsNotShown() {
    PostgresFailure failure =
        catchThrowableOfType(
            PostgresFailure.class, () -> PostgresAccess.open(config("not-the-password")));
    assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED);
    assertThat(failure).hasMessageContaining(database.host() + ":" + database.port());
    assertThat(failure.getMessage()).doesNotContain("not-the-password");
  }

  @Test
  void openingAgainstNothingNamesTheAddress() {
    StoreUri nowhere = StoreUri.parse("postgresql://127.0.0.1:1/postgres");
    assertThatThrownBy(
            () ->
                PostgresAccess.open(PostgresConfig.of(nowhere, StoreOptions.defaults(), Set.of())))
        .isInstanceOfSatisfying(
            PostgresFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE))
        .hasMessageContaining("127.0.0.1:1/postgres");
  }

  @Test
  void aLazyAccessToNothingAnswersUnavailable() {
    StoreUri nowhere = StoreUri.parse("postgresql://127.0.0.1:1/postgres?lazy=true");
    try (PostgresAccess access =
        PostgresAccess.open(PostgresConfig.of(nowhere, StoreOptions.defaults(), Set.of()))) {
      PostgresFailure failure =
          catchThrowableOfType(
              PostgresFailure.class,
              () -> access.read(soon(), connection -> one(connection, "SELECT 1")));
      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    }
  }

  @Test
  void aCallEndsAtItsDeadline() {
    try (PostgresAccess access = PostgresAccess.open(config(database.password()))) {
      PostgresFailure failure =
          catchThrowableOfType(
              PostgresFailure.class,
              () ->
                  access.write(
                      Deadline.after(Duration.ofMillis(300)),
                      connection -> one(connection, "SELECT 1 FROM pg_sleep(60)")));
      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    }
  }

  @Test
  void anInterruptEndsACallThatWaitsForTheServer() throws Exception {
    try (PostgresAccess access = PostgresAccess.open(config(database.password()))) {
      AtomicReference<Thread> caller = new AtomicReference<>();
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () -> {
                caller.set(Thread.currentThread());
                try {
                  access.read(
                      Deadline.after(Duration.ofMinutes(1)),
                      connection -> one(connection, "SELECT 1 FROM pg_sleep(60)"));
                } catch (PostgresFailure failure) {
                  ended.complete(failure);
                }
              });
      thread.start();
      await().until(() -> access.read(soon(), PostgresAccessTest::sleepers) == 1);
      thread.interrupt();
      assertThat(ended.get())
          .isInstanceOfSatisfying(
              PostgresFailure.class,
              failure -> assertThat(failure.kind()).isEqualTo(Kind.INTERRUPTED));
    }
  }

  @Test
  void aTransactionThatThrowsLeavesNothing() {
    try (PostgresAccess access = PostgresAccess.open(config(database.password()))) {
      access.write(soon(), connection -> execute(connection, "CREATE TABLE t (n int)"));
      assertThatThrownBy(
              () ->
                  access.transaction(
                      soon(),
                      connection -> {
                        execute(connection, "INSERT INTO t VALUES (1)");
                        throw new IllegalStateException("no");
                      }))
          .isInstanceOf(IllegalStateException.class);
      int rows = access.read(soon(), connection -> one(connection, "SELECT count(*)::int FROM t"));
      assertThat(rows).isZero();
    }
  }

  @Test
  void aNotificationWakesAndTheChannelIsProven() {
    try (PostgresAccess access = PostgresAccess.open(config(database.password()))) {
      AtomicInteger wakes = new AtomicInteger();
      try (ListenChannel channel = access.listen("news", wakes::incrementAndGet)) {
        await().until(channel::proven);
        int before = wakes.get();
        access.write(soon(), connection -> execute(connection, "NOTIFY news, 'hello'"));
        await().until(() -> wakes.get() > before);
      }
    }
  }

  @Test
  void noThreadStaysBehind() {
    PostgresAccess access = PostgresAccess.open(config(database.password()));
    access.listen("news", () -> {});
    access.read(soon(), connection -> one(connection, "SELECT 1"));
    access.close();
    access.close();
    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("multigres-postgres")));
  }

  private static int sleepers(Connection connection) throws SQLException {
    return one(
        connection,
        "SELECT count(*)::int FROM pg_stat_activity"
            + " WHERE datname = current_database() AND wait_event = 'PgSleep'");
  }

  private PostgresConfig config(String password) {
    StoreUri uri =
        StoreUri.parse(
            "postgresql://" + database.host() + ":" + database.port() + "/" + database.name());
    StoreOptions options =
        StoreOptions.builder().user(database.user()).password(() -> password).build();
    return PostgresConfig.of(uri, options, Set.of());
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(20));
  }

  private static int one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static boolean execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }
}
